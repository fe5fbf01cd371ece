import { SHARED } from '../register/fields/common-fields';
import type { Choice, Field, Kind } from '../register/kind';

export const LIKELIHOODS = ['Remote', 'Unlikely', 'Possible', 'Probable', 'Imminent'] as const;
export const IMPACTS = ['Very Low', 'Low', 'Medium', 'High', 'Severe'] as const;
export const URGENCIES = ['Critical', 'High', 'Medium', 'Low', 'Info'] as const;

const TYPES = [
  'Code',
  'Configuration',
  'Control Deficiency',
  'Policy',
  'Procedural',
  'Vulnerability',
  'Third-party',
] as const;

const STATUSES = [
  { value: 'New', help: 'Not scored yet' },
  { value: 'Urgency Proposed', help: 'Scored, awaiting approval' },
  { value: 'Remediation', help: 'Being treated' },
  { value: 'Closure Proposed', help: 'Treated, awaiting approval' },
  { value: 'Closed', help: 'No further action' },
] as const;

const plain = (values: readonly string[]): Choice[] => values.map((value) => ({ value }));

const date = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  type: 'date',
  sortable: true,
  filter: true,
  width: 160,
  ...more,
});

const choice = (name: string, label: string, choices: readonly Choice[], more: Partial<Field> = {}): Field => ({
  name,
  label,
  type: 'choice',
  choices,
  editable: true,
  sortable: true,
  filter: true,
  none: true,
  width: 106,
  ...more,
});

const prose = (name: string, label: string): Field => ({
  name,
  label,
  type: 'markdown',
  editable: true,
  width: 260,
});

export const RISKS: Kind = {
  register: 'risks',
  one: 'risk',
  many: 'risks',
  prefix: 'RSK',
  closed: 'Closed',
  fields: [
    { name: 'id', label: 'Id', type: 'id', sortable: true, width: 100 },
    { name: 'title', label: 'Title', type: 'text', editable: true, required: true, sortable: true, width: 280 },
    { ...prose('description', 'Description'), required: true },
    choice('status', 'Status', STATUSES, { required: true, none: false, width: 160 }),
    choice('urgency', 'Urgency', plain(URGENCIES), {
      editable: false,
      help: 'Derived from likelihood and impact.',
    }),
    choice('likelihood', 'Likelihood', plain(LIKELIHOODS)),
    prose('likelihood_reasoning', 'Likelihood reasoning'),
    choice('impact', 'Impact', plain(IMPACTS)),
    prose('impact_reasoning', 'Impact reasoning'),
    choice('type', 'Type', plain(TYPES), { width: 150 }),
    SHARED.assignee,
    SHARED.tags,
    SHARED.objectives,
    SHARED.source,
    date('discovered_date', 'Discovered', { editable: true, required: true }),
    date('due_date', 'Due', { width: 150, help: 'Derived from urgency and discovery date.' }),
    date('expected_date', 'Expected', { editable: true, help: 'When completion is planned.' }),
    date('closed_date', 'Closed on', { editable: true }),
    prose('remediation_task', 'Remediation'),
    prose('control_statement', 'Control statement'),
    SHARED.opener,
    date('created_date', 'Created'),
    date('updated_date', 'Updated'),
    { name: 'comments', label: 'Comments', type: 'count', width: 96 },
    { name: 'links', label: 'Incidents', type: 'links', width: 120 },
  ],
  defaultColumns: ['id', 'title', 'status', 'urgency', 'likelihood', 'impact', 'assigned_to', 'tags', 'due_date'],
  dateOrder: [['discovered_date', 'closed_date']],
  quick: ['status', 'likelihood', 'impact', 'assigned_to', 'tags'],
  asked: [
    'title',
    'status',
    'likelihood',
    'impact',
    'type',
    'assigned_to',
    'source',
    'discovered_date',
    'tags',
    'description',
  ],
  narrow: ['urgency', 'status', 'assigned_to'],
};
