import { businessObjects } from './business.js';
import type { Table } from './table.js';
import { userTables } from './users.js';

export const allTables: Table[] = [...userTables, ...businessObjects];
