import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { explain } from '../api/problem';
import { useCan } from '../session/session';
import { useImport } from './importing';
import { sampleFile } from './sample';

/** Where an empty register gets its first incidents from. */
export function FirstIncidents({ onAdd }: { onAdd?: () => void }) {
  const can = useCan();
  const importFile = useImport();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const loadSample = async () => {
    setBusy(true);
    setError(null);
    try {
      await importFile(sampleFile(new Date(), can('tags:write')), (count) => `${count} sample incidents loaded`);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  const toRegister = (
    <Button size="xs" component={Link} to="/incidents">
      Go to the register
    </Button>
  );
  if (!can('incidents:write')) {
    return onAdd ? null : toRegister;
  }
  return (
    <>
      <Group justify="center" gap="xs">
        {onAdd ? (
          <Button size="xs" onClick={onAdd}>
            Add incident
          </Button>
        ) : (
          toRegister
        )}
        <Button size="xs" variant="default" component={Link} to="/import">
          Import a file
        </Button>
        <Button size="xs" variant="default" loading={busy} onClick={loadSample}>
          Load a sample
        </Button>
      </Group>
      {error !== null && (
        <Alert color="red" role="alert" mt="sm" ta="left">
          {explain(error)}
        </Alert>
      )}
    </>
  );
}
