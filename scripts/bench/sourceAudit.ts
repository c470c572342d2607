import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.js';
import { median, type Measurement } from './statistics.js';

const files = 10_000;
const pairs = 5;

const connectedApp = (index: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner${index}@acme.example</contactEmail>
    <description>App number ${index} of the benchmark, with a description of the usual length that says what it is for</description>
    <label>App ${index}</label>
    <oauthConfig>
        <callbackUrl>https://app${index}.acme.example/oauth/callback
https://app${index}.acme.example/oauth/second</callbackUrl>
        <consumerKey>3MVG9${String(index).padStart(80, 'x')}</consumerKey>
        <isAdminApproved>${index % 3 === 0}</isAdminApproved>
        <isClientCredentialEnabled>false</isClientCredentialEnabled>
        <isCodeCredentialEnabled>false</isCodeCredentialEnabled>
        <isCodeCredentialPostOnly>false</isCodeCredentialPostOnly>
        <isConsumerSecretOptional>false</isConsumerSecretOptional>
        <isIntrospectAllTokens>false</isIntrospectAllTokens>
        <isPkceRequired>false</isPkceRequired>
        <isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>
        <scopes>Api</scopes>
        <scopes>${index % 2 === 0 ? 'Full' : 'Web'}</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>${index % 5 === 0 ? 'BYPASS' : 'ENFORCE'}</ipRelaxation>
        <refreshTokenPolicy>${index % 4 === 0 ? 'specific_lifetime:90:DAYS' : 'infinite'}</refreshTokenPolicy>
    </oauthPolicy>
    <profileName>System Administrator</profileName>
    <sessionPolicy>
        <sessionTimeout>120</sessionTimeout>
    </sessionPolicy>
</ConnectedApp>
`;

const writeProject = async (folder: string): Promise<string> => {
  const apps = join(folder, 'force-app', 'main', 'default', 'connectedApps');
  await mkdir(apps, { recursive: true });
  await writeFile(
    join(folder, 'sfdx-project.json'),
    JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }),
  );
  for (let index = 0; index < files; index += 1)
    await writeFile(join(apps, `App${index}.connectedApp-meta.xml`), connectedApp(index));
  return folder;
};

type Figures = { ms: number; maxRssMb: number; findings?: number };

const figuresOf = async (script: string, folder: string): Promise<Figures> => {
  const { code, stdout, stderr } = await run(process.execPath, [script, folder]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Figures;
};

/** The audit of many files against merely reading and parsing them with fast-xml-parser, in turn. */
export const measureSourceAudit = async (scratch: string): Promise<Measurement[]> => {
  const folder = await writeProject(join(scratch, 'project'));
  const [audit, parse] = ['auditFolder.js', 'parseFolder.js'].map((name) => join(import.meta.dirname, name)) as [
    string,
    string,
  ];
  const ours: Figures[] = [];
  const baseline: Figures[] = [];
  for (let pair = 0; pair <= pairs; pair += 1) {
    const figures = [await figuresOf(audit, folder), await figuresOf(parse, folder)] as const;
    if (pair === 0) continue;
    ours.push(figures[0]);
    baseline.push(figures[1]);
  }
  const ratio = median(ours.map(({ ms }, index) => ms / (baseline[index]?.ms ?? Number.NaN)));
  const memory = Math.max(...ours.map(({ maxRssMb }) => maxRssMb));
  const memoryOfParsing = Math.max(...baseline.map(({ maxRssMb }) => maxRssMb));
  return [
    {
      what: `audit of ${files} connected apps (${ours[0]?.findings ?? 0} findings) / fast-xml-parser reading them`,
      ours: `${median(ours.map(({ ms }) => ms)).toFixed(0)} ms`,
      baseline: `${median(baseline.map(({ ms }) => ms)).toFixed(0)} ms`,
      ratio: ratio.toFixed(2),
      bound: '1.00',
      holds: ratio <= 1,
    },
    {
      what: 'memory of that audit / of that reading, at most',
      ours: `${memory.toFixed(0)} MB`,
      baseline: `${memoryOfParsing.toFixed(0)} MB`,
      ratio: (memory / memoryOfParsing).toFixed(2),
      bound: '300 MB',
      holds: memory < 300,
    },
  ];
};
