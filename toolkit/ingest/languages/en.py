"""Pages in English."""

from toolkit.ingest.languages.pages import PageWords

__all__ = ["ENGLISH_PAGES"]

_LABELS = """
    news; news release; press release; press releases; media release; news story; global; world; local; regional;
    national; story; stories; article; statement; speech; feature; breaking news; latest news; press; press briefing
    note; briefing note; media advisory; press note; news desk; headlines; for immediate release; for release;
    embargoed; press statement; international; politics; society; economy; updates; update
"""
_MENU = """
    home; menu; main menu; who we are; about; about us; our work; what we do; where we work; structure;
    organizational structure; partnerships; partners; take action; work with us; get involved; careers; jobs;
    vacancies; data and research; data and resources; resources; publications; cross-cutting priorities; 2030
    agenda; iom global; contact; contacts; contact us; search; site map; sitemap; legal notice; privacy; privacy
    notice; privacy policy; log in; login; sign in; sign up; subscribe; newsletter; donate; donate now; give;
    procurement; media centre; media center; newsroom; press room; press centre; press center; multimedia; photos;
    videos; events; calendar; english; francais; espanol; skip to content; skip to main content; back; back to top;
    top; print; share; email; follow us; next; previous; read more; learn more; see more; see all; view all; show
    more; close; accept; decline; i agree; settings; language; languages; map; countries; regions; reports;
    documents; download; listen; scam alert; accessibility; terms of use; terms and conditions; credits; faq; rss;
    blog; blogs; intranet; our programmes; our programs; our team; displacement data; tools; support us; volunteer;
    facebook; twitter; linkedin; whatsapp; telegram; instagram; youtube; flickr; tiktok; messenger; bluesky; copy link
"""
_RELATED = (
    "related stories", "related story", "related news", "related articles", "related content", "related posts",
    "related press releases", "more news", "more stories", "latest news", "latest stories", "other news", "read also",
    "also read", "see also", "you may also like", "you might also like", "recommended for you", "most read",
    "more from", "more on this topic", "newsletter", "follow us", "stay informed", "stay connected", "subscribe",
    "in this section", "tags", "sign up",
)  # fmt: skip
_NOTICE = (
    r"\bcookies?\b|all rights reserved|^©|^\(c\) |^copyright\b|^share (?:this|on|via|the)\b.{0,60}$|^share\b.{0,30}$"
    r"|follow us on|^reading time|min(?:ute)?s? read$|^print\b.{0,30}$|^subscribe (?:to|now)|sign up (?:to|for)"
    r"|terms of (?:use|service)|privacy policy|^skip to |^you are here|^advertisement$|^back to "
)
_CONTACT = (
    r"(?:for (?:more|further|any further|additional) (?:information|details|enquiries|inquiries)"
    r"|for (?:all |any )?(?:media|press|interview) (?:enquiries|inquiries|queries|information|requests|contacts?)"
    r"|to (?:learn|find out) more\b.{0,40}\b(?:contact|e-?mail|call)"
    r"|(?:media|press) (?:contacts?|office|officer|enquiries|inquiries|relations)\b\s*:?"
    r"|contacts?(?: information| persons?| details)?\s*:|please contact\b|(?:further|more) information\s*:"
    r"|enquiries\s*:|inquiries\s*:)"
)
_CREDIT = r"(?:photos?|(?:photo |image |picture )?credits?|images?|pictures?|photograph|courtesy)"
_DATED = r"(?:published|posted|updated|last updated|date|released|issued|on)"


def _entries(text: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in text.split(";"))


ENGLISH_PAGES = PageWords(
    language="en",
    labels=_entries(_LABELS),
    menu=_entries(_MENU),
    related=_RELATED,
    about=r"(?:about (?:the )?\p{Lu}|notes? (?:to|for) (?:the )?editors?|background$)",
    notice=_NOTICE,
    contact=_CONTACT,
    credit=_CREDIT,
    dated=_DATED,
)
