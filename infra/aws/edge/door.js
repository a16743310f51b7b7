// Says who asks. The functions believe it because the distribution also sends its secret
// (SHOP_PROXY), and whatever a visitor wrote into this header is overwritten here.
function handler(event) {
  event.request.headers["x-shop-viewer"] = { value: event.viewer.ip };
  return event.request;
}
