import Plug from 'lucide-react/icons/plug';
import ScrollText from 'lucide-react/icons/scroll-text';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

export default screens({
  module: 'connections',
  label: 'Connections',
  order: 30,
  screens: [
    {
      path: paths.connections,
      page: () => import('./ConnectionsPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Accounts',
        icon: Plug,
        goKey: 'c',
        keywords: ['connections', 'platforms', 'channels', 'Instagram', 'YouTube', 'Shopify', 'WhatsApp'],
      },
    },
    {
      path: paths.connectionEvents,
      page: () => import('./events/EventLogPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Event log', icon: ScrollText, goKey: 'e', keywords: ['webhooks', 'failed', 'replay'] },
    },
    { path: paths.connection, page: () => import('./account/AccountPage.tsx'), audience: 'workspace' },
    { path: paths.connectCallback, page: () => import('./connect/ConnectPage.tsx'), audience: 'anybody' },
  ],
  live: () => import('./live.ts'),
});
