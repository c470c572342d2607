import { permissionSetNames } from '../../app/clientApp.js';
import { run as next } from '../command.js';
import { holds, userNamed, valueOf, type OrgUser } from '../facts/facts.js';
import { fail, pass, skip, type CheckDefinition, type Run, type Verdict } from '../run.js';

const integrationLicense = 'Salesforce Integration';
const setLicense = 'SalesforceAPIIntegrationPsl';

const assign = (what: 'permset' | 'permsetlicense', name: string, user: OrgUser, { options }: Run): string =>
  next(`Give the user the ${what === 'permset' ? 'permission set' : 'permission set licence'}`, `org assign ${what}`, {
    name,
    'on-behalf-of': user.username,
    'target-org': options.org,
  });

/** The integration user as the org has it; for people who sign in there is none. */
const findUser = (run: Run): OrgUser | string => {
  if (run.username === undefined) return 'the manifest declares no user (identity.user)';
  const { users } = run.facts;
  if (!users.known) return users.reason;
  return userNamed(run.facts, run.username) ?? `the org does not show the user ${run.username}`;
};

const hasData = ({ app }: Run): boolean =>
  Object.keys(app.permissions.objects).length > 0 || Object.keys(app.permissions.fields).length > 0;

const lacksSetLicense = (run: Run, user: OrgUser): Verdict | undefined => {
  if (user.license !== integrationLicense || !hasData(run)) return undefined;
  if (!user.setLicenses.known || user.setLicenses.value.some((name) => name.toLowerCase() === setLicense.toLowerCase()))
    return undefined;
  return fail({
    cause: 'permission-set-license-missing',
    evidence: `${user.username} has the licence ${integrationLicense} and lacks the permission set licence ${setLicense}, without which no object permission works.`,
    actions: [
      assign('permsetlicense', setLicense, user, run),
      assign('permset', permissionSetNames(run.app.name).data, user, run),
    ],
  });
};

/** The licence before the set: in this order they are assigned too (platform.md 7.1). */
export const dataRightsCheck: CheckDefinition = {
  id: 'data-rights',
  expectation: 'The integration user holds the licence and permission set for its data',
  run: (run) => {
    if (!hasData(run)) return skip('the manifest declares no objects and fields');
    const user = findUser(run);
    if (typeof user === 'string') return skip(user);
    const unlicensed = lacksSetLicense(run, user);
    if (unlicensed) return unlicensed;
    const { data } = permissionSetNames(run.app.name);
    if (!user.sets.known) return skip(user.sets.reason);
    if (user.sets.value.some(({ name }) => name === data)) return pass(`${user.username} holds ${data}`);
    if (user.sets.value.some(({ throughGroup }) => throughGroup))
      return skip(`${user.username} holds permission set groups, whose members were not read`);
    return fail({
      cause: 'data-permission-set-missing',
      evidence: `${user.username} does not hold ${data}, so the program reaches none of its data.`,
      actions: [assign('permset', data, user, run)],
    });
  },
};

export const uiLoginCheck: CheckDefinition = {
  id: 'ui-login',
  expectation: 'The integration user cannot sign in to the user interface',
  run: (run) => {
    if (run.flow === 'authorization-code') return skip('people sign in to this app');
    const user = findUser(run);
    if (typeof user === 'string') return skip(user);
    const apiOnly = holds(user, 'apiOnly');
    if (apiOnly === undefined) return skip(`the org does not tell the permissions of ${user.username}`);
    if (apiOnly) return pass(`${user.username} is API Only (ApiUserOnly)`);
    const sets = valueOf(user.sets)?.filter(({ isProfile }) => !isProfile).length ?? 0;
    return fail({
      cause: 'ui-login-possible',
      evidence: `${user.username} is not API Only: neither the profile ${user.profile ?? ''} nor one of ${sets} permission sets has ApiUserOnly, so whoever learns the password can sign in.`,
      actions: [
        'Give the user the profile "Minimum Access - API Only Integrations", or a permission set with ApiUserOnly.',
      ],
    });
  },
};
