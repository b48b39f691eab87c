// Where visitors come from, by kind: the data behind `channel`. To teach the collector a new source, add it to its line.
// `hosts` are matched with all their subdomains, the longest match wins; `name.*` is that name under any country
// (google.de, google.com.br). `names` are what campaigns write as utm_source for them.

/** What a source is. A `site` is one that would else be taken for its neighbours: a page like any other. */
export type SourceKind = "search" | "social" | "video" | "shopping" | "email" | "ai" | "display" | "site";

interface Sources {
  readonly kind: SourceKind;
  readonly hosts: string;
  readonly names: string;
}

export const sources: readonly Sources[] = [
  {
    kind: "search",
    hosts: `google.* com.google.android.googlequicksearchbox bing.com yahoo.com yahoo.co.jp duckduckgo.com
      yandex.* ya.ru baidu.com ecosia.org qwant.com startpage.com search.brave.com naver.com daum.net seznam.cz sogou.com
      so.com ask.com aol.com mojeek.com swisscows.com lycos.com dogpile.com kagi.com go.mail.ru presearch.com
      coccoc.com alohafind.com syndicatedsearch.goog`,
    names: `google bing yahoo duckduckgo yandex baidu ecosia qwant startpage brave naver daum seznam sogou ask aol
      google-ads googleads adwords bingads`,
  },
  {
    kind: "social",
    hosts: `facebook.com fb.com fb.me messenger.com com.facebook.katana instagram.com threads.net threads.com
      com.instagram.android x.com twitter.com t.co com.twitter.android linkedin.com lnkd.in com.linkedin.android
      reddit.com redd.it com.reddit.frontpage pinterest.* pin.it snapchat.com whatsapp.com wa.me t.me telegram.org
      telegram.me org.telegram.messenger discord.com tumblr.com quora.com vk.com ok.ru weibo.com wechat.com weixin.qq.com
      xing.com bsky.app mastodon.social mastodon.online news.ycombinator.com medium.com substack.com line.me viber.com
      stackoverflow.com stackexchange.com`,
    names: `facebook fb ig instagram threads twitter x linkedin reddit pinterest snapchat whatsapp telegram discord
      tumblr quora vk weibo wechat xing bluesky mastodon meta messenger hackernews line`,
  },
  {
    kind: "video",
    hosts: `youtube.com youtu.be com.google.android.youtube youtube-nocookie.com vimeo.com twitch.tv tiktok.com
      com.zhiliaoapp.musically dailymotion.com bilibili.com rumble.com netflix.com hulu.com disneyplus.com iqiyi.com`,
    names: "youtube vimeo twitch tiktok dailymotion bilibili rumble",
  },
  {
    kind: "shopping",
    hosts: `amazon.* ebay.* etsy.com aliexpress.com alibaba.com walmart.com shopping.google.com mercadolivre.com.br
      mercadolibre.com shopee.* idealo.* pricerunner.com pricespy.co.uk rakuten.com rakuten.co.jp zalando.* otto.de
      allegro.pl shop.app kelkoo.* shopzilla.com pricegrabber.com geizhals.at geizhals.de`,
    names:
      "amazon ebay etsy aliexpress alibaba walmart mercadolivre mercadolibre shopee idealo rakuten igshopping",
  },
  {
    kind: "email",
    hosts: `mail.google.com com.google.android.gm mail.yahoo.com mail.yahoo.co.jp outlook.com outlook.live.com
      outlook.office.com outlook.office365.com hotmail.com mail.proton.me mail.aol.com e.mail.ru mail.yandex.ru
      mail.yandex.com icloud.com deref-gmx.net deref-web.de mail.naver.com mail.qq.com
      app.fastmail.com mail.zoho.com com.microsoft.office.outlook`,
    names: "email e-mail e_mail gmail outlook",
  },
  {
    kind: "ai",
    hosts: `chatgpt.com openai.com perplexity.ai gemini.google.com bard.google.com notebooklm.google.com
      copilot.microsoft.com copilot.cloud.microsoft m365.cloud.microsoft copilot.com claude.ai deepseek.com grok.com x.ai
      meta.ai mistral.ai you.com poe.com phind.com chat.qwen.ai kimi.com doubao.com duck.ai pi.ai com.openai.chatgpt
      ai.perplexity.app.android`,
    names: "chatgpt chatgpt.com openai perplexity gemini copilot claude deepseek grok mistral",
  },
  {
    kind: "display",
    hosts: `doubleclick.net googlesyndication.com googleadservices.com googleads.com taboola.com outbrain.com criteo.com
      adform.net adnxs.com`,
    names: "doubleclick dv360 taboola outbrain criteo gdn",
  },
  {
    kind: "site",
    hosts: `accounts.google.com docs.google.com drive.google.com sites.google.com classroom.google.com meet.google.com
      calendar.google.com support.google.com translate.google.com groups.google.com cloud.google.com play.google.com
      pay.google.com maps.google.com support.apple.com aws.amazon.com`,
    names: "",
  },
];

/**
 * Ids that advertisers put into the addresses they lead to, by parameter: the kind of source they stand for, and whether
 * there is one for paid clicks alone. Facebook's is on every link out of it, posts of friends included.
 */
export const clickIds: Readonly<Record<string, { readonly kind: SourceKind; readonly isPaid: boolean }>> = {
  gclid: { kind: "search", isPaid: true },
  gbraid: { kind: "search", isPaid: true },
  wbraid: { kind: "search", isPaid: true },
  msclkid: { kind: "search", isPaid: true },
  dclid: { kind: "display", isPaid: true },
  fbclid: { kind: "social", isPaid: false },
  ttclid: { kind: "video", isPaid: true },
  twclid: { kind: "social", isPaid: true },
  li_fat_id: { kind: "social", isPaid: true },
};
