import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { forgetCalls } from '../api/calls';
import { explain } from '../api/problem';
import { INCIDENTS } from '../incident/kind';
import { useShown } from '../register/changing';
import { useCan } from '../session/session';
import { sampleFile } from './sample';
import { sendFile } from './send';

/** Where an empty register gets its first incidents from. */
export function FirstIncidents({ onAdd }: { onAdd?: () => void }) {
  const can = useCan();
  const { refresh, told } = useShown(INCIDENTS);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const loadSample = async () => {
    setBusy(true);
    setError(null);
    try {
      const { batch } = await sendFile(sampleFile(new Date(), can('tags:write')), false);
      forgetCalls();
      told(`${batch.updated} sample incidents loaded`, batch.id ? [batch.id] : []);
      await refresh();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  if (!can('incidents:write')) {
    return null;
  }
  return (
    <>
      <Group justify="center" gap="xs">
        {onAdd ? (
          <Button size="xs" onClick={onAdd}>
            Add incident
          </Button>
        ) : (
          <Button size="xs" component={Link} to="/incidents">
            To the register
          </Button>
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
