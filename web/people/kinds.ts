import type { z } from 'zod';
import type { Routes } from '../../api/contract/routes.js';

type Me = z.output<Routes['showMe']['answers'][200]['schema']>;
export type Department = Me['department'];
export type Role = Me['roles'][number];

export const DEPARTMENTS = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'review',
  'technology',
  'management',
  'archive',
  'supervision',
] as const satisfies readonly Department[];

export const ROLES = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'reviewer',
  'review_lead',
  'technician',
  'manager',
  'supervisor',
  'archivist',
  'trainer',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];
