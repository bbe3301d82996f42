import { useState } from 'react';
import { postEmailConfirmationAgain } from '../../modules/identity/contract.ts';
import { Button } from '../kit/Button.tsx';
import { useSend } from '../kit/send.ts';
import { Banner } from './Banners.tsx';

/** Everything works meanwhile; a password that is forgotten now could not be set again. */
export default function ConfirmAddress({ email }: { email: string }) {
  const [isSent, setSent] = useState(false);
  const again = useSend(postEmailConfirmationAgain, {
    failureTitle: 'The mail was not sent',
    onReply: () => setSent(true),
  });
  return (
    <Banner
      actions={
        !isSent && (
          <Button
            look="quiet"
            size="small"
            className="max-sm:-ml-2.5"
            busy={again.isPending}
            onClick={() => again.send({ body: {} })}
          >
            Send the link again
          </Button>
        )
      }
    >
      <span role="status">
        {isSent
          ? `Sent to ${email}. Follow the link in it.`
          : `Confirm that ${email} is yours: follow the link we have mailed there.`}
      </span>
    </Banner>
  );
}
