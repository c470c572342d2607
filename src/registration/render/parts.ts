import type { ClientApp, Registration } from '../../app/clientApp.js';
import { parseIpRange, type IpRange } from '../../app/ipRanges.js';
import { canonicalScope, scopeInMetadata, scopes } from '../../app/scopes.js';
import type { Material } from './generatedFile.js';

/**
 * Scopes of the app as its family spells them, in the platform's own order. The canonical ones are written, because a
 * retrieve gives those back (platform.md 1.5).
 */
export const renderScopes = (app: ClientApp, registration: Registration): string[] => {
  const wanted = new Set(Object.keys(app.scopes).map(canonicalScope));
  const known = scopes.filter(({ oauth }) => wanted.delete(oauth));
  const [unknown] = wanted;
  if (unknown !== undefined) throw new Error(`${app.name} asks for the unknown scope "${unknown}"`);
  return known.map(({ oauth }) => {
    const value = scopeInMetadata(oauth, registration);
    if (value === undefined) throw new Error(`${app.name}: the scope "${oauth}" does not exist for an ${registration}`);
    return value;
  });
};

/** Address ranges of the app, each once. */
export const renderIpRanges = (app: ClientApp): IpRange[] => {
  const ranges = app.policies.ipRanges.map((text) => {
    const range = parseIpRange(text);
    if (!range) throw new Error(`${app.name}: "${text}" is not an address range`);
    return range;
  });
  return [...new Map(ranges.map((range) => [`${range.start}-${range.end}`, range])).values()];
};

/** The certificate of a jwt-bearer app; other flows have none, since its presence alone switches the flow on (platform.md 1.3, 2.4). */
export const renderCertificate = (app: ClientApp, { certificate }: Material): string | undefined =>
  app.flow === 'jwt-bearer' ? certificate?.replaceAll('\r\n', '\n').trim() : undefined;

/** Several URLs stand on separate lines of one element (platform.md 1.3). */
export const renderCallbackUrls = (app: ClientApp): string | undefined =>
  app.flow === 'authorization-code' && app.callbackUrls.length > 0 ? app.callbackUrls.join('\n') : undefined;

/** Raising the level needs a step that the user sees; flows without one are blocked instead (platform.md 1.6). */
export const renderPolicyAction = (app: ClientApp): 'RaiseSessionLevel' | 'Block' | undefined => {
  if (app.policies.session.level !== 'high-assurance') return undefined;
  return app.flow === 'authorization-code' ? 'RaiseSessionLevel' : 'Block';
};
