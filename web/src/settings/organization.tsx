import { Button, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { api, body, MERGE_PATCH } from '../api/client';
import { explain, ProblemError } from '../api/problem';
import type { Organization } from '../api/types';
import { URGENCIES } from '../risks/kind';
import { useCan } from '../session/session';
import { Choice } from '../ui/marks';
import { Failed, PageLoading } from '../ui/states';

export default function OrganizationSettings() {
  const kept = useQuery({ queryKey: ['organization'], queryFn: () => body(api.GET('/v1/organization')) });
  if (kept.error) {
    return <Failed error={kept.error} />;
  }
  return kept.data ? <Form kept={kept.data} /> : <PageLoading />;
}

function Form({ kept }: { kept: Organization }) {
  const manages = useCan()('organization:manage');
  const queries = useQueryClient();
  const [name, setName] = useState(kept.name);
  const [days, setDays] = useState<Organization['risk_sla_days']>(kept.risk_sla_days);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    setName(kept.name);
    setDays(kept.risk_sla_days);
  }, [kept]);
  const problem = error instanceof ProblemError ? error : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await body(
        api.PATCH('/v1/organization', { headers: MERGE_PATCH, body: { name, risk_sla_days: days } as never }),
      );
      setError(null);
      await queries.invalidateQueries({ queryKey: ['organization'] });
      await queries.invalidateQueries({ queryKey: ['session'] });
      notifications.show({ message: 'Saved' });
    } catch (caught) {
      setError(caught);
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack maw={420}>
        <TextInput
          label="Name"
          value={name}
          maxLength={200}
          readOnly={!manages}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problem?.of('name')}
        />
        <div>
          <Title order={2} size="h6">
            Days until a risk is due
          </Title>
          <Text size="xs" c="dimmed" mb="xs">
            Counted from discovery. Empty means no due date. Changing the days moves the due dates of all risks that
            are not closed.
          </Text>
          <Stack gap={6}>
            {URGENCIES.map((urgency) => (
              <Group key={urgency} justify="space-between">
                <Text size="sm" component="div">
                  <Choice value={urgency} />
                </Text>
                <NumberInput
                  size="xs"
                  w={120}
                  min={0}
                  allowDecimal={false}
                  aria-label={`Days for ${urgency}`}
                  value={days[urgency] ?? ''}
                  readOnly={!manages}
                  onChange={(value) => setDays({ ...days, [urgency]: value === '' ? null : Number(value) })}
                />
              </Group>
            ))}
          </Stack>
        </div>
        {error !== null && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {explain(error)}
          </Text>
        )}
        {manages && (
          <Group>
            <Button type="submit">Save</Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
