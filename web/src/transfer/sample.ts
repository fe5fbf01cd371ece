const DAY = 86_400_000;
const HOUR = 3_600_000;

const COLUMNS = [
  'title',
  'description',
  'status',
  'severity',
  'severity_reasoning',
  'source',
  'detected_date',
  'occurred_date',
  'responded_date',
  'contained_date',
  'threat_objectives',
  'tags',
] as const;

/** Title, status, severity, why, source, days ago, hours from the beginning to detection, to response, to containment, objectives, tags. */
type Row = [
  title: string,
  status: string,
  severity: string,
  why: string,
  source: string,
  daysAgo: number,
  hours: [number | null, number | null, number | null],
  objectives: string,
  tags: string,
];

const ROWS: Row[] = [
  ['Sign-in from two countries within an hour', 'New', '', '', 'SIEM', 0.2, [null, null, null], '', 'identity'],
  [
    'Phishing mail "Your invoice" reported by nine people',
    'In Progress',
    'SEV-3',
    'Two entered their password; both are reset.',
    'Employee Report',
    1,
    [3, 0.5, null],
    'Fraud:Medium',
    'phishing; identity',
  ],
  [
    'Ransom note on a file server in the branch office',
    'In Progress',
    'SEV-1',
    'Shared folders of 40 people are encrypted; backups are whole.',
    'Endpoint Detection (EDR)',
    2,
    [14, 0.3, 6],
    'Extortion:High; Sabotage:Medium',
    'ransomware',
  ],
  [
    'Publicly readable storage bucket',
    'Review',
    'SEV-2',
    'It held exports with names and addresses; no download but ours is in its log.',
    'Bug Bounty',
    5,
    [700, 2, 3],
    'Data Disclosure:High',
    'cloud',
  ],
  [
    'Laptop lost on a train',
    'Closed',
    'SEV-4',
    'Encrypted, and wiped when it came online.',
    'Employee Report',
    8,
    [5, 1, 20],
    'Data Disclosure:Low',
    'lost-device',
  ],
  [
    'Password spraying against the mail gateway',
    'Closed',
    'SEV-4',
    'No sign-in succeeded.',
    'SIEM',
    11,
    [1, 2, 4],
    '',
    'identity',
  ],
  [
    'Coin miner in a build container',
    'Review',
    'SEV-3',
    'It used our processor time and reached nothing else.',
    'Cloud Security',
    13,
    [90, 4, 5],
    'Resource Hijacking:Medium',
    'cloud; malware',
  ],
  [
    'Supplier tells of a break-in at its own',
    'New',
    'SEV-2',
    '',
    'Third Party',
    14,
    [null, null, null],
    'Data Disclosure',
    'supplier',
  ],
  [
    'Fake shop under a name like ours',
    'In Progress',
    'SEV-3',
    'Customers are asked for their cards.',
    'Threat Intelligence',
    18,
    [48, 20, null],
    'Customer Targeting:High',
    'typosquatting',
  ],
  [
    'Mail with a list of salaries sent outside',
    'Closed',
    'SEV-2',
    'One reader, who deleted it and wrote so.',
    'Employee Report',
    22,
    [0.2, 0.5, 3],
    'Data Disclosure:High',
    'privacy',
  ],
  [
    'Unknown USB stick in the goods entrance',
    'Closed',
    'SEV-5',
    'Empty.',
    'Employee Report',
    27,
    [2, 3, 3],
    '',
    '',
  ],
  [
    'Web shop slow from a flood of requests',
    'Closed',
    'SEV-3',
    '35 minutes without orders.',
    'Customer Report',
    33,
    [0.1, 0.3, 0.6],
    'Sabotage:Medium',
    'ddos',
  ],
  [
    'Macro in a document calls an unknown host',
    'Closed',
    'SEV-4',
    'Stopped before it ran.',
    'Endpoint Detection (EDR)',
    41,
    [0.1, 1, 1],
    '',
    'malware',
  ],
  [
    'Old account of a contractor used at night',
    'Closed',
    'SEV-2',
    'It read the source of two products.',
    'Managed Detection and Response (MDR)',
    50,
    [30, 1, 9],
    'Data Disclosure:Medium',
    'identity; supplier',
  ],
];

const REMARK = 'This incident is a sample. Undo the import that brought it to take all of them away.';

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** A file of incidents for whoever wants to look around first; their times are those of the last weeks. */
export function sampleFile(now: Date, withTags: boolean): string {
  const at = (millis: number) => new Date(millis).toISOString();
  const lines = ROWS.map(
    ([title, status, severity, why, source, daysAgo, [before, response, containment], objectives, tags]) => {
      const detected = now.getTime() - daysAgo * DAY;
      const after = (hours: number | null) =>
        hours === null ? '' : at(Math.min(detected + hours * HOUR, now.getTime()));
      return [
        title,
        REMARK,
        status,
        severity,
        why,
        source,
        at(detected),
        before === null ? '' : at(detected - before * HOUR),
        after(response),
        after(containment),
        objectives,
        ...(withTags ? [tags] : []),
      ]
        .map(quoted)
        .join(',');
    },
  );
  const columns = withTags ? COLUMNS : COLUMNS.slice(0, -1);
  return [columns.join(','), ...lines, ''].join('\r\n');
}
