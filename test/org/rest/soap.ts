import type { Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import { effectiveGrants } from '../permissions.js';
import { findSession } from '../sessions.js';

const fault = (code: string, text: string): Answer => ({
  status: 500,
  headers: { 'Content-Type': 'text/xml; charset=utf-8' },
  body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${text}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
});

/** The session travels in the envelope, not in a header (sf-http.md). */
const sessionIdOf = (envelope: string): string => /<(?:\w+:)?sessionId[^>]*>([^<]+)</.exec(envelope)?.[1]?.trim() ?? '';

const callMetadata = async ({ org, request }: Call): Promise<Answer> => {
  const envelope = request.body.toString();
  const session = findSession(org, sessionIdOf(envelope));
  if (!session) return fault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
  session.lastUsedAt = org.clock.now();
  const permissions = effectiveGrants(org, session.userId).userPermissions;
  const { status, contentType, body } = await org.metadata.soap(request.path, envelope, {
    userId: session.userId,
    permissions,
  });
  return { status, headers: { 'Content-Type': contentType }, body };
};

export const soapRoutes: Route[] = [
  { method: 'POST', path: '/services/Soap/m/:version', handle: callMetadata },
  { method: 'POST', path: '/services/Soap/m/:version/:org', handle: callMetadata },
];
