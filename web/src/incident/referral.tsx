import { ActionIcon, Button, Group, Modal, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { explain, ProblemError } from '../api/problem';
import { createRiskOf, fetchPage, setLink } from '../register/api';
import { failed, useShown } from '../register/changing';
import { FieldOf } from '../register/fields/field-value';
import { type Entry, type Field, fieldOf } from '../register/kind';
import { RISKS } from '../risks/kind';
import { useCan } from '../session/session';
import { useSettled } from '../ui/hooks';
import { Picker } from '../ui/picker';
import { INCIDENTS } from './kind';

/** The Risk Register Referral: the risks that this incident has shown, linked or made from it. */
export function Referral({ entry, writable }: { entry: Entry; writable: boolean }) {
  const can = useCan();
  const seesRisks = can('risks:read');
  const queries = useQueryClient();
  const { reload } = useShown(INCIDENTS);
  const [making, setMaking] = useState(false);
  const risks = useQuery({
    queryKey: ['list', 'risks', 'of', entry.id, entry.links],
    enabled: seesRisks && entry.links.length > 0,
    queryFn: () => fetchPage(RISKS, { id: entry.links }),
  });

  const link = async (riskId: string, linked: boolean) => {
    try {
      await setLink(entry.id, riskId, linked);
      await reload(entry.id);
      await queries.invalidateQueries({ queryKey: ['entry', 'risks', riskId] });
    } catch (error) {
      failed(linked ? 'Not linked' : 'The link was not removed', error);
    }
  };

  const canLink = writable && seesRisks;
  return (
    <section aria-label="Risk Register Referral" style={{ marginBottom: 24 }}>
      <Group justify="space-between" mb={4}>
        <Title order={2} size="h6">
          Risk Register Referral
        </Title>
        {canLink && (
          <Group gap={4}>
            <LinkPicker entry={entry} onPick={(id) => link(id, true)} />
            {can('risks:write') && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPlus size={13} />}
                onClick={() => setMaking(true)}
              >
                New risk
              </Button>
            )}
          </Group>
        )}
      </Group>
      {entry.links.length === 0 ? (
        <Text size="sm" c="dimmed">
          Could it happen again? Refer it to the risk register: link an existing risk, or create one from this
          incident.
        </Text>
      ) : (
        <Table fz={13} verticalSpacing={4}>
          <Table.Tbody>
            {entry.links.map((id) => {
              const risk = risks.data?.entries.find((each) => each.id === id);
              return (
                <Table.Tr key={id}>
                  <Table.Td w={96}>
                    <Link to={`/risks/${id}`}>{id}</Link>
                  </Table.Td>
                  <Table.Td>{risk?.values.title ?? ''}</Table.Td>
                  <Table.Td w={110}>{risk && <Shown entry={risk} name="urgency" />}</Table.Td>
                  <Table.Td w={150}>{risk && <Shown entry={risk} name="status" />}</Table.Td>
                  <Table.Td w={34}>
                    {canLink && (
                      <ActionIcon
                        size="sm"
                        variant="subtle"
                        color="gray"
                        aria-label={`Remove the link to ${id}`}
                        onClick={() => link(id, false)}
                      >
                        <IconX size={13} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
      {making && (
        <NewRisk
          entry={entry}
          onClose={() => setMaking(false)}
          onMade={async () => {
            setMaking(false);
            await reload(entry.id);
          }}
        />
      )}
    </section>
  );
}

function Shown({ entry, name }: { entry: Entry; name: string }) {
  return <FieldOf kind={RISKS} entry={entry} field={fieldOf(RISKS, name) as Field} />;
}

function LinkPicker({ entry, onPick }: { entry: Entry; onPick: (id: string) => void }) {
  const found = useQuery({
    queryKey: ['list', 'risks', 'to-link'],
    queryFn: () => fetchPage(RISKS, { page_size: '200' }),
    staleTime: 30_000,
  });
  const options = (found.data?.entries ?? [])
    .filter((risk) => !entry.links.includes(risk.id))
    .map((risk) => ({ value: risk.id, label: `${risk.id} ${risk.values.title}` }));
  return (
    <Picker options={options} ticked={new Map()} onPick={onPick} placeholder="Find a risk">
      {(target) => (
        <Button size="compact-xs" variant="default" {...target}>
          Link a risk
        </Button>
      )}
    </Picker>
  );
}

function NewRisk({ entry, onClose, onMade }: { entry: Entry; onClose: () => void; onMade: () => void }) {
  const [title, setTitle] = useState(entry.values.title);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const settled = useSettled(title, 300);
  const similar = useQuery({
    queryKey: ['list', 'risks', 'similar', settled],
    enabled: settled.trim().length > 3,
    queryFn: () =>
      fetchPage(RISKS, { free_text: settled.trim().split(/\s+/).slice(0, 3).join(' '), page_size: '3' }),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await createRiskOf(entry.id, title === entry.values.title ? {} : { title });
      onMade();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`New risk from ${entry.id}`}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Title"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={
              error instanceof ProblemError ? (error.of('title') ?? error.detail) : error ? explain(error) : null
            }
            maxLength={500}
            required
            data-autofocus
          />
          <Text size="xs" c="dimmed">
            The risk gets this incident’s description and threat objectives. The detection date becomes its
            discovery date, and both are linked.
          </Text>
          {(similar.data?.entries.length ?? 0) > 0 && (
            <Text size="xs" component="div">
              Existing risks{' '}
              {similar.data?.entries.map((risk) => (
                <div key={risk.id}>
                  <Link to={`/risks/${risk.id}`}>{risk.id}</Link> {risk.values.title}
                </div>
              ))}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Create risk
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
