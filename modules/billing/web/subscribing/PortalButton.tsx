import { useMutation } from '@tanstack/react-query';
import CreditCard from 'lucide-react/icons/credit-card';
import { callWith } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getPortal, type PaymentProviderName } from '../../paying/contract.ts';

interface Props {
  provider: PaymentProviderName;
  whyNot: string | undefined;
}

/** To the provider's own page. SE-28: cards are looked after there, and kept nowhere here. */
export function PortalButton({ provider, whyNot }: Props) {
  const params = { workspaceId: useHere().workspace.id };
  const { mutate, isPending } = useMutation({
    mutationFn: () => callWith(getPortal, { params, query: { provider } }),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) =>
      toast({ kind: 'failed', title: 'The page for cards cannot be opened', body: error.message }),
  });
  return (
    <Button
      icon={CreditCard}
      busy={isPending}
      disabledReason={whyNot}
      reasonShown={false}
      onClick={() => mutate()}
    >
      Look after cards
    </Button>
  );
}
