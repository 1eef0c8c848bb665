import { answerCounted as answer } from "#api/counted.ts";

/* The whole API again, for a host that runs only Next. Our own server answers /api before Next sees it. */

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
