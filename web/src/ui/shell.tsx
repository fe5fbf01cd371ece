import {
  ActionIcon,
  Box,
  Burger,
  Button,
  Drawer,
  Group,
  Kbd,
  Menu,
  NavLink,
  Tooltip,
  useMantineColorScheme,
} from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconDeviceDesktop, IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link, Outlet, NavLink as RouterLink, useLocation, useNavigate } from 'react-router';
import { access } from '../api/access';
import { forgetCalls } from '../api/calls';
import { EditingProvider } from '../register/editing/editing';
import { useCan, useSession } from '../session/session';
import { Boundary } from './boundary';
import { own, useKeys } from './keys';
import { Logo } from './logo';
import { Avatar } from './marks';
import classes from './shell.module.css';
import { zone } from './time';

const Palette = lazy(() => import('./palette'));
const Shortcuts = lazy(() => import('./shortcuts'));

function usePlaces() {
  const can = useCan();
  return [
    { to: '/', label: 'Dashboard', shown: can('incidents:read') },
    { to: '/incidents', label: 'Incidents', shown: can('incidents:read') },
    { to: '/risks', label: 'Risks', shown: can('risks:read') },
    { to: '/import', label: 'Import', shown: can('incidents:write') },
    { to: '/settings', label: 'Settings', shown: true },
    { to: '/api-reference', label: 'API', shown: true },
  ].filter((place) => place.shown);
}

/** The frame of every page: where one can go, who one is, and what keys do everywhere. */
export function Shell() {
  const places = usePlaces();
  const navigate = useNavigate();
  const location = useLocation();
  const [palette, setPalette] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const [menu, setMenu] = useState(false);
  useKeys([
    ['shift+?', own(() => setShortcuts(true))],
    ['?', own(() => setShortcuts(true))],
  ]);
  // Also while somebody writes: the palette is everywhere.
  useHotkeys([['mod+K', () => setPalette(true)]], []);
  const isHere = (to: string) => (to === '/' ? location.pathname === '/' : location.pathname.startsWith(to));
  return (
    <EditingProvider>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <Box component="header" className={classes.header}>
        <Group gap={4} wrap="nowrap">
          <Burger
            size="xs"
            className={classes.burger}
            opened={menu}
            onClick={() => setMenu(!menu)}
            aria-label="Menu"
          />
          <Link to="/" className={classes.brand}>
            <Logo size={20} /> Blotter
          </Link>
          <nav aria-label="Main" className={classes.nav}>
            {places.map(({ to, label }) => (
              <RouterLink
                key={to}
                to={to}
                end={to === '/'}
                className={classes.place}
                data-here={isHere(to) || undefined}
              >
                {label}
              </RouterLink>
            ))}
          </nav>
        </Group>
        <Group gap={6} wrap="nowrap">
          <Button
            variant="default"
            size="compact-sm"
            className={classes.find}
            leftSection={<IconSearch size={14} />}
            rightSection={<Kbd size="xs">{navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'} K</Kbd>}
            onClick={() => setPalette(true)}
          >
            Find or do
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.findSmall}
            aria-label="Find or do"
            onClick={() => setPalette(true)}
          >
            <IconSearch size={17} />
          </ActionIcon>
          <Tooltip label="Keys (?)">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Keys"
              className={classes.wide}
              onClick={() => setShortcuts(true)}
            >
              <IconKeyboard size={17} />
            </ActionIcon>
          </Tooltip>
          <UserMenu />
        </Group>
      </Box>
      <Drawer opened={menu} onClose={() => setMenu(false)} size={240} title="Blotter">
        {places.map(({ to, label }) => (
          <NavLink
            key={to}
            label={label}
            active={isHere(to)}
            onClick={() => {
              setMenu(false);
              navigate(to);
            }}
          />
        ))}
      </Drawer>
      <div id="content">
        <Boundary place={location.pathname}>
          <Outlet />
        </Boundary>
      </div>
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} onShortcuts={() => setShortcuts(true)} />}
        {shortcuts && <Shortcuts onClose={() => setShortcuts(false)} />}
      </Suspense>
    </EditingProvider>
  );
}

function UserMenu() {
  const { user, organization } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = async () => {
    await access.signOut();
    queries.clear();
    forgetCalls();
    navigate('/sign-in');
  };
  const schemes = [
    { value: 'light', label: 'Light', icon: <IconSun size={15} /> },
    { value: 'dark', label: 'Dark', icon: <IconMoon size={15} /> },
    { value: 'auto', label: 'System theme', icon: <IconDeviceDesktop size={15} /> },
  ] as const;
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" radius="xl" aria-label="Your account and settings">
          <Avatar user={user} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.email}
          <br />
          {organization.name} · {zone}
        </Menu.Label>
        <Menu.Item component={Link} to="/settings/you">
          Your sign-in
        </Menu.Item>
        <Menu.Divider />
        {schemes.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={icon}
            fw={colorScheme === value ? 600 : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
