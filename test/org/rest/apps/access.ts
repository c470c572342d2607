import { findApp, type ClientApp } from '../../apps/index.js';
import { apiError, notFound } from '../../http/exchange.js';
import type { ApiCall } from '../../http/router.js';
import { sameId } from '../../ids.js';
import { readSettings, type Consumer } from '../../metadata/index.js';
import { effectiveGrants } from '../../permissions.js';

const requirePermissions = ({ org, session }: ApiCall, names: string[]): void => {
  const held = effectiveGrants(org, session.userId).userPermissions;
  if (!names.every((name) => held.has(name)))
    throw apiError(403, 'INSUFFICIENT_ACCESS', 'This feature is not enabled for this user.');
};

/** Secrets need the org's switch and two permissions of the user (platform.md 4.1). */
export const requireSecretAccess = (call: ApiCall): void => {
  if (readSettings(call.org.state.metadata, 'ExternalClientApp').enableClientSecretInRestApiAccess !== 'true')
    throw apiError(403, 'FUNCTIONALITY_NOT_ENABLED', 'This feature is not currently enabled for this organization.');
  requirePermissions(call, ['ExternalClientAppDeveloper', 'ViewClientSecret']);
};

export const requireUsageAccess = (call: ApiCall): void => requirePermissions(call, ['ExternalClientAppAdmin']);

/** Connected apps are not covered (platform.md 5). */
export const requireApp = ({ org, params }: ApiCall): ClientApp => {
  const app = findApp(org, params.app ?? '');
  if (app?.family !== 'external-client-app') throw notFound();
  return app;
};

export const requireConsumer = (call: ApiCall): Consumer => {
  const app = requireApp(call);
  const consumer = call.org.state.metadata.consumers.find(
    ({ id, appId }) => appId === app.id && sameId(id, call.params.consumer ?? ''),
  );
  if (!consumer) throw notFound();
  return consumer;
};
