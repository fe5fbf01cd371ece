import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { INCIDENTS } from '../incident/kind';
import { fetchPage } from '../register/api';
import type { Entry, Kind } from '../register/kind';
import { useViews } from '../register/list/views-menu';
import { RISKS } from '../risks/kind';
import { useCan, useSession } from '../session/session';
import { useSettled } from './hooks';
import { ChoiceMark } from './marks';

const [store, palette] = createSpotlight();

/** Finds incidents and risks by id or text, goes anywhere, and does what has no button nearby. */
export default function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const navigate = useNavigate();
  const can = useCan();
  const { user } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const [text, setText] = useState('');
  const wanted = useSettled(text.trim(), 120);
  const incidents = useFound(INCIDENTS, wanted, can('incidents:read'));
  const risks = useFound(RISKS, wanted, can('risks:read'));
  const views = useViews('incidents');

  useEffect(() => {
    palette.open();
    return () => palette.close();
  }, []);

  const place = (label: string, to: string): SpotlightActionData => ({
    id: `to ${to}`,
    label,
    onClick: () => navigate(to),
  });
  const found = (kind: Kind, entries: Entry[]): SpotlightActionData[] =>
    entries.map((entry) => ({
      id: entry.id,
      label: `${entry.id}  ${entry.values.title}`,
      leftSection: <ChoiceMark value={entry.values.status} />,
      // Found by the server, in more than the label.
      keywords: [text],
      onClick: () => navigate(`/${kind.register}/${entry.id}`),
    }));

  const groups: SpotlightActionGroupData[] = [
    { group: 'Incidents', actions: found(INCIDENTS, incidents) },
    { group: 'Risks', actions: found(RISKS, risks) },
    {
      group: 'Lists',
      actions: [
        place('My open incidents', `/incidents?assigned_to=${user.id}&status=New&status=In+Progress&status=Review`),
        place('Unassigned incidents', '/incidents?assigned_to=none&status=New&status=In+Progress&status=Review'),
        ...(views.data ?? []).map((view) => place(view.name, `/incidents?${view.query}`)),
      ],
    },
    {
      group: 'Go to',
      actions: [
        place('Dashboard', '/'),
        place('Incidents', '/incidents'),
        place('Risks', '/risks'),
        ...(can('incidents:write') ? [place('Import a file', '/import')] : []),
        place('Recent changes', '/settings/changes'),
        place('Tags', '/settings/tags'),
        place('Team', '/settings/team'),
        place('API reference', '/api-reference'),
      ],
    },
    {
      group: 'Do',
      actions: [
        { id: 'keys', label: 'Keyboard shortcuts', onClick: onShortcuts },
        { id: 'light', label: 'Light theme', onClick: () => setColorScheme('light') },
        { id: 'dark', label: 'Dark theme', onClick: () => setColorScheme('dark') },
      ],
    },
  ];
  return (
    <Spotlight
      store={store}
      actions={groups.filter((group) => group.actions.length > 0)}
      query={text}
      onQueryChange={setText}
      onSpotlightClose={onClose}
      nothingFound="No results"
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: 'An id, words from an incident, or a command',
        'aria-label': 'Find or do',
      }}
    />
  );
}

function useFound(kind: Kind, text: string, allowed: boolean): Entry[] {
  const found = useQuery({
    queryKey: ['found', kind.register, text],
    enabled: allowed && text.length > 1,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchPage(kind, { free_text: text, page_size: '6' }, signal),
  });
  return text.length > 1 ? (found.data?.entries ?? []) : [];
}
