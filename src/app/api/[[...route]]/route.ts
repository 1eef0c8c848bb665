import { api } from "#api/app.ts";

/* The whole API again, for a host that runs only Next. Our own server answers /api before Next sees it. */

const answer = (request: Request) => api.fetch(request);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
