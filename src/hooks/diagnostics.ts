import type { Interfaces } from '@oclif/core';
import { Lifecycle } from '@salesforce/core/lifecycle';
import { diagnose } from '../doctor/diagnose.js';
import { gatherHealth } from '../doctor/gather.js';

const pluginName = 'sf-clientapp';

/** What the doctor of `sf` takes from plugins. */
type Doctor = {
  addPluginData: (plugin: string, data: unknown) => void;
  addSuggestion: (suggestion: string) => void;
};

type DoctorOptions = { doctor: Doctor; config: Pick<Interfaces.Config, 'plugins'> };

/** Runs for `sf doctor` alone: tells it how the plugin is on this machine. */
export const hook = async ({ doctor, config }: DoctorOptions): Promise<void> => {
  const plugin = config.plugins.get(pluginName);
  const engines = plugin?.pjson['engines'] as Record<string, string> | undefined;
  const health = await gatherHealth({
    version: plugin?.version ?? 'unknown',
    wantedNode: engines?.['node'] ?? 'unknown',
  });
  doctor.addPluginData(pluginName, health);
  for (const { name, status, suggestion } of diagnose(health)) {
    await Lifecycle.getInstance().emit('Doctor:diagnostic', { testName: `[${pluginName}] ${name}`, status });
    if (suggestion !== undefined) doctor.addSuggestion(suggestion);
  }
};
