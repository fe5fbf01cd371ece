import { EntryPage, type Layout } from '../register/entry/entry-page';
import { Durations } from './durations';
import { INCIDENTS } from './kind';
import { Referral } from './referral';

const LAYOUT: Layout = {
  head: ['status', 'severity', 'assigned_to'],
  prose: ['description', 'severity_reasoning'],
  side: [
    { label: 'Dates', fields: ['occurred_date', 'detected_date', 'responded_date', 'contained_date'] },
    { label: 'Details', fields: ['source', 'tags', 'threat_objectives'] },
  ],
};

export default function IncidentPage() {
  return (
    <EntryPage
      kind={INCIDENTS}
      layout={LAYOUT}
      main={(entry, writable) => <Referral entry={entry} writable={writable} />}
      aside={(entry) => <Durations entry={entry} />}
    />
  );
}
