import type { Component } from '../metadata/index.js';

export type Range = { start: string; end: string };

export type RefreshPolicy = {
  rule: 'infinite' | 'zero' | 'lifetime' | 'inactivity';
  period: number;
  unit: 'HOURS' | 'DAYS' | 'MONTHS';
};

/** What both families of registrations say, in one shape: what the OAuth endpoints and the tables go by. */
export type ClientApp = {
  id: string;
  family: 'connected-app' | 'external-client-app';
  name: string;
  label: string;
  component: Component;
  /** False when the ECA's OAuth plug-in is off: a kill switch for all its keys (platform.md 2.6). */
  isOn: boolean;
  callbackUrls: string[];
  /** In OAuth spelling. */
  scopes: string[];
  certificate: string | undefined;
  isPkceRequired: boolean;
  isSecretOptional: boolean;
  isSecretRequiredForRefresh: boolean;
  isRotationOn: boolean;
  isIntrospectAll: boolean;
  clientCredentials: { isOn: boolean; user: string | undefined };
  isAdminApproved: boolean;
  permissionSets: string[];
  profiles: string[];
  ipRanges: Range[];
  ipRelaxation: string;
  refreshPolicy: RefreshPolicy;
  sessionTimeoutMinutes: number | undefined;
  isHighAssurance: boolean;
  startUrl: string | undefined;
};
