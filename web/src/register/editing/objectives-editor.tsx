import { Checkbox, Group, NativeSelect, Stack } from '@mantine/core';
import { OBJECTIVES, RELEVANCES } from '../fields/common-fields';
import type { Setting } from './draft';

/** Each objective, whether it is one of these, and how relevant. */
export function ObjectivesEditor({ value, onChange }: { value: Setting[]; onChange: (value: Setting[]) => void }) {
  return (
    <Stack gap={6}>
      {OBJECTIVES.map(({ value: objective, help }) => {
        const setting = value.find((each) => each.threat_objective === objective);
        const without = value.filter((each) => each.threat_objective !== objective);
        return (
          <Group key={objective} justify="space-between" wrap="nowrap" gap="xs">
            <Checkbox
              size="xs"
              label={objective}
              title={help}
              checked={setting !== undefined}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...without, { threat_objective: objective, relevance: null }]
                    : without,
                )
              }
            />
            <NativeSelect
              size="xs"
              w={124}
              aria-label={`Relevance of ${objective}`}
              data={[{ value: '', label: 'No relevance' }, ...RELEVANCES]}
              value={setting?.relevance ?? ''}
              disabled={!setting}
              onChange={(event) =>
                onChange([
                  ...without,
                  {
                    threat_objective: objective,
                    relevance: (event.currentTarget.value || null) as Setting['relevance'],
                  },
                ])
              }
            />
          </Group>
        );
      })}
    </Stack>
  );
}
