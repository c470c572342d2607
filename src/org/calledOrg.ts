/** What was typed, as the parser of flags gives it. */
type Token = { type: 'arg' | 'flag'; flag?: string; input?: string | undefined };

/** The name by which a person called the org: on the command line, else in the configuration. */
export const calledOrg = async (typed: readonly Token[]): Promise<string | undefined> => {
  const token = typed.find(({ type, flag }) => type === 'flag' && flag === 'target-org');
  if (token) return token.input;
  const { ConfigAggregator, OrgConfigProperties } = await import('@salesforce/core');
  const { value } = (await ConfigAggregator.create()).getInfo(OrgConfigProperties.TARGET_ORG);
  return typeof value === 'string' ? value : undefined;
};
