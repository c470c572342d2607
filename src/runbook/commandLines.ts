import type { ClientApp } from '../app/clientApp.js';
import { visible } from '../report/escape.js';
import { presetNames } from '../secrets/execStore.js';

/** Stands for the org wherever nobody has named one. */
export const anyOrg = 'ORG';

/** A text as one word of a shell, on one line. */
export const shellWord = (text: string): string => {
  const shown = visible(text, 2000);
  return /^[\w@%+=:,./-]+$/.test(shown) && !shown.startsWith('-') ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
};

/** A manifest must not choose what runs on a machine, so a store of one's own is named on the command line, too. */
const storeFlag = (store: string): string => {
  const [, name] = /^exec:([a-z0-9]+)(?::.+)?$/.exec(store) ?? [];
  const isOwnCommand = store.startsWith('exec:') && !(name !== undefined && presetNames.includes(name));
  return isOwnCommand ? ` --store ${shellWord(store)}` : '';
};

/** Every command that a runbook names, for one app in one org. */
export const commandLines = ({ name, credentials }: ClientApp, org: string) => {
  const app = `--name ${shellWord(name)}`;
  const there = `${app} --target-org ${shellWord(org)}`;
  const stored = `${there}${storeFlag(credentials.store)}`;
  return {
    display: `sf clientapp display ${there}`,
    credential: `sf clientapp credential display ${stored}`,
    verify: `sf clientapp verify ${stored}`,
    deploy: `sf clientapp deploy ${there}`,
    rotateSecret: `sf clientapp rotate start ${stored}`,
    rotateCertificate: `sf clientapp rotate start ${stored} --credential certificate`,
    rotateWithSetting: `sf clientapp rotate start ${stored} --allow-setting-change`,
    rotateInCi: `sf clientapp rotate start ${stored} --allow-setting-change --no-prompt`,
    report: `sf clientapp rotate report ${there}`,
    resume: `sf clientapp rotate resume ${stored}`,
    retireNow: `sf clientapp rotate resume ${stored} --retire-now`,
    cancel: `sf clientapp rotate cancel ${stored}`,
    revokePlan: `sf clientapp revoke ${there} --dry-run`,
    revoke: `sf clientapp revoke ${there} --end-sessions`,
    disable: `sf clientapp revoke ${there} --end-sessions --disable-app`,
    audit: `sf clientapp audit run --target-org ${shellWord(org)}`,
    review: `sf clientapp review ${there}`,
    runbook: `sf clientapp generate runbook ${app}`,
  };
};

export type CommandLines = ReturnType<typeof commandLines>;
