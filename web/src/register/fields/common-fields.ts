import type { Field } from '../kind';

export const OBJECTIVES = [
  { value: 'Sabotage', help: 'Destroy or disrupt the organization’s operations' },
  { value: 'Data Disclosure', help: 'Steal or publish confidential data' },
  { value: 'Extortion', help: 'Demand something under threat' },
  { value: 'Customer Targeting', help: 'Reach customers through the organization' },
  { value: 'Resource Hijacking', help: 'Misuse its computing resources' },
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
