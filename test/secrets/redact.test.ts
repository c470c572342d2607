import { expect } from 'chai';
import { maskKey } from '../../src/secrets/redact.js';

describe('masking a consumer key', () => {
  it('shows the first five and the last four characters', () => {
    expect(maskKey('3MVG9aaaaaaaaaaaaaaaaaaaaaaaak4_Q')).to.equal('3MVG9…k4_Q');
  });

  it('shows as much of the shortest key that hides half of itself', () => {
    expect(maskKey('123456789012345678')).to.equal('12345…5678');
  });

  it('shows nothing of a key that is too short to hide the rest', () => {
    expect(maskKey('12345678901234567')).to.equal('…');
    expect(maskKey('')).to.equal('…');
  });
});
