import JSZip from 'jszip';

/** The files of a package by path. `singlePackage: false` puts them under one folder, which the paths leave out. */
export const readZip = async (zip: Buffer): Promise<Map<string, string> | undefined> => {
  try {
    const archive = await JSZip.loadAsync(zip);
    const files = new Map<string, string>();
    for (const file of Object.values(archive.files)) {
      if (!file.dir) files.set(file.name, await file.async('string'));
    }
    return withoutFolder(files);
  } catch {
    return undefined;
  }
};

const withoutFolder = (files: Map<string, string>): Map<string, string> => {
  if (files.has('package.xml')) return files;
  const folder = [...files.keys()].find((path) => /^[^/]+\/package\.xml$/.test(path))?.split('/')[0];
  if (folder === undefined) return files;
  const inside = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(inside.map(([path, content]) => [path.slice(folder.length + 1), content]));
};
