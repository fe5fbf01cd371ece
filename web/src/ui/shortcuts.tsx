import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';

const KEYS: [string, [string, string][]][] = [
  [
    'Everywhere',
    [
      ['Ctrl K', 'Open the command palette'],
      ['?', 'Keyboard shortcuts'],
    ],
  ],
  [
    'In a list',
    [
      ['j  k', 'Down, up'],
      ['x', 'Select; with shift, up to here'],
      ['Ctrl A', 'Select all loaded rows'],
      ['Enter  o', 'Open'],
      ['/', 'Search'],
      ['c', 'Add a new one; Enter saves it, Esc closes it'],
      ['e', 'Edit the fields of the selection'],
      ['s  v  a  t', 'Set status, severity, assignee, tags'],
      ['Delete', 'Delete the selection'],
      ['Esc', 'Clear the selection'],
    ],
  ],
  [
    'In an incident or a risk',
    [
      ['j  k', 'Next, previous'],
      ['e', 'Edit the title'],
      ['s  v  a  t', 'Set status, severity, assignee, tags'],
      ['c', 'Comment'],
      ['Ctrl Enter', 'Save the text being edited'],
      ['u', 'Back to the list'],
    ],
  ],
];

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" size="lg">
      <Stack>
        {KEYS.map(([place, keys]) => (
          <div key={place}>
            <Title order={3} size="h6" mb={4}>
              {place}
            </Title>
            <Table withRowBorders={false} verticalSpacing={3}>
              <Table.Tbody>
                {keys.map(([key, what]) => (
                  <Table.Tr key={key}>
                    <Table.Td w={150}>
                      <Group gap={4}>
                        {key.split('  ').map((each) => (
                          <Kbd key={each} size="xs">
                            {each}
                          </Kbd>
                        ))}
                      </Group>
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">{what}</Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}
