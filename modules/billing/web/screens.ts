import BadgeCheck from 'lucide-react/icons/badge-check';
import Box from 'lucide-react/icons/box';
import ChartColumn from 'lucide-react/icons/chart-column';
import Coins from 'lucide-react/icons/coins';
import Gauge from 'lucide-react/icons/gauge';
import HandCoins from 'lucide-react/icons/hand-coins';
import Handshake from 'lucide-react/icons/handshake';
import ReceiptText from 'lucide-react/icons/receipt-text';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Ruler from 'lucide-react/icons/ruler';
import Tags from 'lucide-react/icons/tags';
import Wallet from 'lucide-react/icons/wallet';
import { paths } from '../../../web/paths.ts';
import { screens } from '../../../web/screen.ts';

const group = 'Installation';

export default screens({
  module: 'billing',
  label: 'Costs',
  order: 35,
  screens: [
    {
      path: paths.costs,
      page: () => import('./costs/CostsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Costs', icon: Coins, goKey: 'w', keywords: ['spending', 'usage', 'per day', 'tokens'] },
    },
    {
      path: paths.usage,
      page: () => import('./usage/UsagePage.tsx'),
      audience: 'workspace',
      nav: { label: 'Usage', icon: Gauge, keywords: ['uses', 'limits', 'quota', 'spending', 'caps', 'csv'] },
    },
    {
      path: paths.models,
      page: () => import('./models/ModelsPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Models', icon: Box, keywords: ['AI', 'endpoint', 'key', 'prices', 'OpenRouter'] },
    },
    {
      path: paths.autoReload,
      page: () => import('./reloading/AutoReloadPage.tsx'),
      audience: 'workspace',
      nav: { label: 'Auto-reload', icon: RefreshCw, keywords: ['credits', 'card', 'top up', 'buy'] },
    },
    {
      path: paths.wallet,
      page: () => import('./wallet/WalletPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Wallet',
        icon: Wallet,
        keywords: ['credits', 'balance', 'ledger', 'money', 'allowance'],
      },
    },
    {
      path: paths.plans,
      page: () => import('./subscribing/PlansPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Plans',
        icon: BadgeCheck,
        keywords: ['subscription', 'upgrade', 'downgrade', 'buy credits', 'cancel', 'pricing'],
      },
    },
    {
      path: paths.checkout,
      page: () => import('./subscribing/CheckoutPage.tsx'),
      audience: 'workspace',
    },
    {
      path: paths.invoices,
      page: () => import('./invoices/InvoicesPage.tsx'),
      audience: 'workspace',
      nav: {
        label: 'Invoices',
        icon: ReceiptText,
        keywords: ['payments', 'refunds', 'receipts', 'card', 'billing'],
      },
    },
    {
      path: paths.adminPlans,
      page: () => import('./admin-plans/PlansPage.tsx'),
      audience: 'admin',
      nav: { group, label: 'Plans', icon: Tags, keywords: ['prices', 'tiers', 'credits', 'packs', 'limits'] },
    },
    {
      path: paths.adminMeters,
      page: () => import('./admin-meters/MetersPage.tsx'),
      audience: 'admin',
      nav: { group, label: 'Meters', icon: Ruler, keywords: ['prices', 'uses', 'costs', 'counting'] },
    },
    {
      path: paths.adminModels,
      page: () => import('./admin-models/ModelsPage.tsx'),
      audience: 'admin',
      nav: { group, label: 'Models', icon: Box, keywords: ['AI', 'prices', 'tokens', 'costs'] },
    },
    {
      path: paths.adminWallets,
      page: () => import('./admin-wallets/WalletsPage.tsx'),
      audience: 'admin',
      nav: {
        group,
        label: 'Wallets',
        icon: HandCoins,
        keywords: ['balances', 'gifts', 'unlimited', 'grants'],
      },
    },
    {
      path: paths.adminWallet,
      page: () => import('./admin-wallets/WorkspaceWalletPage.tsx'),
      audience: 'admin',
    },
    { path: paths.adminPayments, page: () => import('./admin-revenue/PaymentsPage.tsx'), audience: 'admin' },
    {
      path: paths.adminRevenue,
      page: () => import('./admin-revenue/RevenuePage.tsx'),
      audience: 'admin',
      nav: {
        ...{ group, label: 'Revenue', icon: ChartColumn },
        keywords: ['income', 'payments', 'refunds', 'comparisons', 'reconciliation'],
      },
    },
    {
      path: paths.adminReconciliations,
      page: () => import('./admin-revenue/ReconciliationsPage.tsx'),
      audience: 'admin',
    },
    {
      path: paths.adminReconciliation,
      page: () => import('./admin-revenue/ReconciliationPage.tsx'),
      audience: 'admin',
    },
    { path: paths.referral, page: () => import('./affiliates/ReferralPage.tsx'), audience: 'anybody' },
    {
      path: paths.affiliate,
      page: () => import('./affiliates/AffiliatePage.tsx'),
      audience: 'self',
      nav: {
        ...{ label: 'Affiliate', group: 'You', icon: Handshake, goKey: 'f' },
        keywords: ['referrals', 'link', 'commission', 'partner', 'earn'],
      },
    },
    {
      path: paths.adminAffiliates,
      page: () => import('./affiliates/managing/AffiliatesPage.tsx'),
      audience: 'admin',
      nav: {
        ...{ label: 'Affiliates', group: 'Installation', icon: Handshake },
        keywords: ['referrals', 'partners', 'commissions', 'payouts'],
      },
    },
    {
      path: paths.adminAffiliate,
      page: () => import('./affiliates/managing/AffiliatePage.tsx'),
      audience: 'admin',
    },
    {
      path: paths.adminAffiliatePayouts,
      page: () => import('./affiliates/managing/PayoutsPage.tsx'),
      audience: 'admin',
    },
  ],
  live: () => import('./live.ts'),
});
