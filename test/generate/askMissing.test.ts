import { expect } from 'chai';
import { askMissing, type Asker } from '../../src/generate/askMissing.js';

type Scripted = { asker: Asker; asked: string[]; refusals: string[] };

/** Gives the texts one after the other, each as often as it is refused. */
const scripted = (model: string, texts: string[]): Scripted => {
  const asked: string[] = [];
  const refusals: string[] = [];
  const asker: Asker = {
    select: ({ message, choices }) => {
      asked.push(message);
      const choice = choices.find(({ name }) => name === model);
      if (!choice) throw new Error(`no choice ${model}`);
      return Promise.resolve(choice.value);
    },
    input: ({ message, validate }) => {
      asked.push(message);
      for (;;) {
        const text = texts.shift();
        if (text === undefined) throw new Error(`no answer is left for "${message}"`);
        const verdict = validate?.(text) ?? true;
        if (verdict === true) return Promise.resolve(text);
        refusals.push(verdict);
      }
    },
  };
  return { asker, asked, refusals };
};

describe('asking for what is missing', () => {
  it('asks for the model first, and for a callback only where one is needed', async () => {
    const web = scripted('web', ['Portal', 'Shows orders', 'a@b.example', 'https://a.example/cb']);
    expect(await askMissing({}, web.asker)).to.deep.equal({
      model: 'web',
      name: 'Portal',
      description: 'Shows orders',
      ownerEmail: 'a@b.example',
      callbackUrls: ['https://a.example/cb'],
    });
    expect(web.asked[0]).to.equal('What kind of program is it?');
    expect(web.asked).to.have.lengthOf(5);

    const backend = scripted('backend', ['Job', '', 'a@b.example']);
    expect(await askMissing({}, backend.asker)).to.include({ description: undefined, callbackUrls: undefined });
    expect(backend.asked).to.have.lengthOf(4);
  });

  it('does not ask for what a flag said', async () => {
    const { asker, asked } = scripted('web', ['a@b.example']);
    const given = { model: 'cli', name: 'Tool', description: 'Loads data' } as const;
    expect(await askMissing(given, asker)).to.include({ ...given, ownerEmail: 'a@b.example' });
    expect(asked).to.deep.equal(['Email address of whoever answers for it:']);
  });

  it('asks again until an answer is right', async () => {
    const texts = ['9 lives', 'Nine', 'x', 'me', 'a@b.example', 'http://a.example', 'https://*', 'https://a.example'];
    const { asker, refusals } = scripted('web', texts);
    await askMissing({}, asker);
    expect(refusals).to.have.lengthOf(4);
    expect(refusals[0]).to.include('"9 lives" is not a name for a client app');
  });
});
