import type { Field } from '../kind';

export const OBJECTIVES = [
  { value: 'Sabotage', help: 'Destroy or disrupt what the organization runs on' },
  { value: 'Data Disclosure', help: 'Steal or publish what is confidential' },
  { value: 'Extortion', help: 'Demand something under threat' },
  { value: 'Customer Targeting', help: 'Reach customers through the organization' },
  { value: 'Resource Hijacking', help: 'Use its computers for other ends' },
  { value: 'Fraud', help: 'Obtain money or goods by deception' },
] as const;

export const RELEVANCES = ['High', 'Medium', 'Low'] as const;

export const SHARED: Record<'tags' | 'objectives' | 'source' | 'assignee' | 'opener', Field> = {
  tags: { name: 'tags', label: 'Tags', type: 'tags', editable: true, filter: true, none: true, width: 210 },
  objectives: {
    name: 'threat_objectives',
    label: 'Threat objectives',
    type: 'objectives',
    editable: true,
    filter: true,
    none: true,
    choices: OBJECTIVES,
    width: 200,
    help: 'What the attacker was after, and how relevant that is.',
  },
  source: {
    name: 'source',
    label: 'Source',
    type: 'source',
    editable: true,
    filter: true,
    none: true,
    sortable: true,
    width: 170,
  },
  assignee: {
    name: 'assigned_to',
    label: 'Assignee',
    type: 'person',
    editable: true,
    filter: true,
    none: true,
    width: 184,
  },
  opener: { name: 'opened_by', label: 'Opened by', type: 'person', filter: true, width: 160 },
};
