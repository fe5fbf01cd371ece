import { Button, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { fullName } from '../api/directory';
import type { BatchRecord } from '../api/types';
import { INCIDENTS } from '../incident/kind';
import { useShown } from '../register/changing';
import { counted } from '../register/kind';
import { RISKS } from '../risks/kind';
import { Person } from '../ui/marks';
import { Empty, Failed, PageLoading } from '../ui/states';
import { When } from '../ui/when';
import classes from './settings.module.css';

const DID: Record<string, string> = {
  create: 'Added',
  patch: 'Changed',
  undo: 'Put back',
  import: 'Imported',
  delete: 'Deleted',
  tag_merge: 'Merged a tag in',
};

/** What was written to the registers, each as one step with its way back. */
export default function Changes() {
  const { takeBack } = useShown(INCIDENTS);
  const batches = useInfiniteQuery({
    queryKey: ['batches'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      body(api.GET('/v1/batches', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    getNextPageParam: (last) => last.pagination.next_cursor,
  });
  if (batches.error) {
    return <Failed error={batches.error} />;
  }
  if (!batches.data) {
    return <PageLoading />;
  }
  const rows = batches.data.pages.flatMap((page) => page.results);
  return rows.length === 0 ? (
    <Empty title="No changes yet">Every change, to one entry or to thousands, is a step that you can undo.</Empty>
  ) : (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        Undo restores each field that nobody has changed since, and reports what it could not restore.
      </Text>
      <Table.ScrollContainer className={classes.stacking} minWidth={560}>
        <Table fz={13} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>When</Table.Th>
              <Table.Th>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th w={90}>
                <span className="unseen">Undo</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((batch) => (
              <Table.Tr key={batch.id}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <When at={batch.at} />
                </Table.Td>
                <Table.Td>
                  <Person user={batch.by} none={fullName(batch.by)} />
                </Table.Td>
                <Table.Td>{what(batch)}</Table.Td>
                <Table.Td ta="right">
                  {batch.undone_by ? (
                    <Text size="xs" c="dimmed">
                      Undone
                    </Text>
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => takeBack([batch.id])}>
                      Undo
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {batches.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt="sm"
          loading={batches.isFetching}
          onClick={() => batches.fetchNextPage()}
        >
          Load older
        </Button>
      )}
    </>
  );
}

function what({ operation, register, updated, via }: BatchRecord): string {
  const of =
    register === null
      ? `${updated.toLocaleString()} incidents and risks`
      : counted(register === 'incident' ? INCIDENTS : RISKS, updated);
  return `${DID[operation]} ${of}${via === 'page' || via === 'undo' ? '' : ` (${via})`}`;
}
