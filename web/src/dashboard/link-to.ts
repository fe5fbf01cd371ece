import type { Query } from '../register/api';
import { toSearch } from '../register/filters/query';

/** The register, filtered to what a figure counts. */
export function linkTo(filter: Query): string {
  return `/incidents?${toSearch(filter)}`;
}

/** What is not done yet. */
export const OPEN = ['New', 'In Progress', 'Review'];
