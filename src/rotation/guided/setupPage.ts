import type { OrgConnection } from '../../org/connection.js';

/**
 * The page of Setup that leads to the consumer details of an app. App Manager, and not the page of the app itself: that one
 * goes by the id of a record that no API tells.
 */
export const setupPage = ({ instanceUrl }: Pick<OrgConnection, 'instanceUrl'>): string =>
  new URL('/lightning/setup/NavigationMenus/home', instanceUrl).href;
