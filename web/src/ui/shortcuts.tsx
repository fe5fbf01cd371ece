import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';

const KEYS: [string, [string, string][]][] = [
  [
    'Everywhere',
    [
      ['Ctrl K', 'Find an incident, go somewhere, do something'],
      ['?', 'These keys'],
    ],
  ],
  [
    'In a list',
    [
      ['j  k', 'Down, up'],
      ['x', 'Select; with shift, up to here'],
      ['Ctrl A', 'Select all that is loaded'],
      ['Enter  o', 'Open'],
      ['/', 'Search'],
      ['c', 'Add a new one; Enter saves it, Esc leaves it'],
      ['e', 'Edit the fields of what is selected'],
      ['s  v  a  t', 'Set status, severity, assignee, tags'],
      ['Delete', 'Delete what is selected'],
      ['Esc', 'Select nothing'],
    ],
  ],
  [
    'In an incident or a risk',
    [
      ['j  k', 'The next one, the one before'],
      ['e', 'Edit the title'],
      ['s  v  a  t', 'Set status, severity, assignee, tags'],
      ['c', 'Comment'],
      ['Ctrl Enter', 'Save what is being written'],
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
