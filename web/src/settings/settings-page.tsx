import { Box, NativeSelect, NavLink, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { useCan } from '../session/session';
import { useTitle } from '../ui/hooks';
import { PageLoading } from '../ui/states';
import classes from './settings.module.css';

const SECTIONS = [
  { at: 'you', label: 'Your sign-in', needs: null, page: lazy(() => import('./you')) },
  { at: 'changes', label: 'Recent changes', needs: null, page: lazy(() => import('./changes')) },
  { at: 'views', label: 'Views', needs: null, page: lazy(() => import('./views')) },
  { at: 'tags', label: 'Tags', needs: 'tags:read', page: lazy(() => import('./tags')) },
  { at: 'sources', label: 'Sources', needs: 'incidents:read', page: lazy(() => import('./sources')) },
  { at: 'team', label: 'Team', needs: 'users:read', page: lazy(() => import('./team')) },
  { at: 'machines', label: 'Service accounts', needs: 'users:manage', page: lazy(() => import('./machines')) },
  { at: 'organization', label: 'Organization', needs: null, page: lazy(() => import('./organization')) },
  { at: 'audit', label: 'Audit log', needs: 'audit:read', page: lazy(() => import('./audit')) },
] as const;

export default function SettingsPage() {
  const { section } = useParams();
  const can = useCan();
  const navigate = useNavigate();
  const sections = SECTIONS.filter(({ needs }) => needs === null || can(needs));
  const current = sections.find(({ at }) => at === section);
  useTitle(current?.label ?? 'Settings');
  if (!current) {
    return <Navigate to={`/settings/${can('users:manage') ? 'team' : 'changes'}`} replace />;
  }
  const Page = current.page;
  return (
    <Box component="main" className={classes.page}>
      <nav aria-label="Settings" className={classes.nav}>
        {sections.map(({ at, label }) => (
          <NavLink
            key={at}
            component={Link}
            to={`/settings/${at}`}
            label={label}
            active={at === section}
            aria-current={at === section ? 'page' : undefined}
          />
        ))}
      </nav>
      <NativeSelect
        className={classes.select}
        aria-label="Settings"
        value={section}
        onChange={(event) => navigate(`/settings/${event.currentTarget.value}`)}
        data={sections.map(({ at, label }) => ({ value: at, label }))}
      />
      <section className={classes.content}>
        <Title order={1} size="h4" mb="md">
          {current.label}
        </Title>
        <Suspense fallback={<PageLoading />}>
          <Page />
        </Suspense>
      </section>
    </Box>
  );
}
