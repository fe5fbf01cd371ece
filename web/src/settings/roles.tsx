import { Checkbox, Stack } from '@mantine/core';
import type { Role } from '../api/types';

const ROLES: { role: Role; help: string }[] = [
  { role: 'Admin', help: 'Everything, and the organization’s settings' },
  { role: 'Editor', help: 'Writes both registers' },
  { role: 'Viewer', help: 'Reads both registers' },
  { role: 'Incident Editor', help: 'Writes incidents' },
  { role: 'Incident Viewer', help: 'Reads incidents' },
  { role: 'Risk Editor', help: 'Writes risks' },
  { role: 'Risk Viewer', help: 'Reads risks' },
];

/** Roles, of which several add up. */
export function RolesInput({
  value,
  onChange,
  error,
}: {
  value: Role[];
  onChange: (roles: Role[]) => void;
  error: string | null;
}) {
  return (
    <Checkbox.Group label="Roles" value={value} onChange={(roles) => onChange(roles as Role[])} error={error}>
      <Stack gap={6} mt={4}>
        {ROLES.map(({ role, help }) => (
          <Checkbox key={role} size="xs" value={role} label={role} description={help} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
