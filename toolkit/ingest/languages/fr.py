"""Pages in French."""

from toolkit.ingest.languages.pages import PageWords

__all__ = ["FRENCH_PAGES"]

_LABELS = """
    communique; communiques; communique de presse; communiques de presse; actualite; actualites; global; mondial;
    monde; local; regional; national; nouvelle; nouvelles; info; infos; presse; depeche; a la une; article;
    articles; dossier; reportage; declaration; discours; alerte info; note d'information; point de presse; avis aux
    medias; note aux medias; pour diffusion immediate; a diffuser immediatement; embargo; international; politique;
    societe; economie
"""
_MENU = """
    accueil; menu; qui sommes-nous; qui sommes nous; a propos; a propos de nous; notre travail; nos actions; nos
    activites; nos domaines d'intervention; nos programmes; ce que nous faisons; ou travaillons-nous; ou travaillons
    nous; ou nous travaillons; structure; partenariats; partenaires; agir; travailler avec nous; engagez-vous;
    s'engager; participer; donnees et recherche; donnees et ressources; ressources; publications; priorites
    transversales; 2030 agenda; agenda 2030; programme 2030; oim global; contact; contacts; contactez-nous; nous
    contacter; recherche; rechercher; plan du site; mentions legales; confidentialite; connexion; s'inscrire; se
    connecter; newsletter; lettre d'information; faire un don; dons; je donne; emplois; offres d'emploi; carrieres;
    recrutement; appels d'offres; espace presse; salle de presse; mediatheque; medias; multimedia; photos; videos;
    evenements; agenda; francais; english; espanol; aller au contenu; aller au contenu principal; retour; retour en
    haut; haut de page; imprimer; envoyer; partager; suivez-nous; suivant; precedent; lire la suite; en savoir plus;
    voir plus; voir tout; tout voir; fermer; accepter; refuser; j'accepte; parametres; langue; langues; carte; pays;
    regions; rapports; documents; telecharger; ecouter; signaler une fraude; alerte a la fraude; accessibilite;
    conditions d'utilisation; credits; foire aux questions; faq; rss; blog; intranet
"""
_RELATED = (
    "articles connexes", "articles lies", "article connexe", "a lire aussi", "a lire egalement", "lire aussi",
    "sur le meme sujet", "sur le meme theme", "dans la meme rubrique", "autres actualites", "autres articles",
    "autres communiques", "plus d'actualites", "dernieres actualites", "dernieres nouvelles", "actualites connexes",
    "communiques connexes", "contenus lies", "contenu associe", "voir aussi", "les plus lus", "vous aimerez aussi",
    "newsletter", "lettre d'information", "suivez-nous", "restez informe", "abonnez-vous", "mots-cles", "mots cles",
)  # fmt: skip
_NOTICE = (
    r"\bcookies?\b|tous droits r[ée]serv[ée]s|^©|^\(c\) |^copyright\b|^partage[rz]\b.{0,60}$|suivez-nous sur"
    r"|^(?:temps|dur[ée]e) de lecture|^imprimer\b.{0,40}$|inscrivez-vous (?:à|pour recevoir)|abonnez-vous"
    r"|mentions l[ée]gales|politique de confidentialit[ée]|^aller au contenu|^vous [êe]tes ici|^fil d['’]ariane"
    r"|^publicit[ée]$|^retour (?:à|aux|en|vers) "
)
_CONTACT = (
    r"(?:pour (?:de )?(?:plus|davantage) (?:d['’ ]?|de )?(?:amples )?(?:informations?|renseignements?|d[ée]tails)"
    r"|pour (?:toute?s?|une) (?:autres? )?(?:informations?|renseignements?|questions?|demandes?|pr[ée]cisions?)"
    r"|pour (?:en savoir plus|tout (?:renseignement|compl[ée]ment))"
    r"|(?:de )?plus amples (?:informations?|renseignements?)|contacts?(?: de| pour la| avec la)? (?:presse|m[ée]dias?)"
    r"|contacts?\s*:|(?:relations|service|attach[ée]e?s?) (?:de )?presse\s*:|renseignements?\s*:"
    r"|(?:veuillez|merci de|pri[èe]re de) (?:vous adresser à|contacter)|informations? (?:à la|pour la) presse)"
)
_CREDIT = r"(?:photos?|cr[ée]dits?(?:[ -]photos?)?|photographies?|images?|l[ée]gende|illustration|source(?: photo)?)"
_DATED = r"(?:publi[ée]e?|mis(?:e)? (?:à jour|en ligne)|post[ée]e?|date(?: de publication)?|diffus[ée]e?|le|du)"

# œ is the letter that gets lost on the way out of an old page: only words that are nothing else without it.
_LOST_LETTERS = (
    (r"(?<!\p{L})[?\uFFFD]?uvr(?=(?:es?|er|ent|ant|ait|aient|ons|ez|era|eront|ées?|és?|iers?|a)(?!\p{L}))", "œuvr"),
    (r"(?<!\p{L})[?\uFFFD]?Uvr(?=(?:es?|er|ent|ant|ons|ez|ier|iers)(?!\p{L}))", "Œuvr"),
    (r"(?<!\p{L})([Mm])an[?\uFFFD]?uvr(?=\p{L})", r"\1anœuvr"),
    (r"(?<!\p{L})([Dd])és[?\uFFFD]?uvr(?=\p{L})", r"\1ésœuvr"),
    (r"(?<!\p{L})([Rr])anc[?\uFFFD]?ur(?=s?(?!\p{L}))", r"\1ancœur"),
    (
        r"(?<=(?:\b(?:au|tout|le|les|de|du|des|un|ce|mon|ton|son|leur|notre|votre|en|par|à)\s|[dDlL]['’]|-))"
        r"c[?\uFFFD]?ur(?=s?(?!\p{L}))",
        "cœur",
    ),
    (r"(?<!\p{L})([Cc]h|[Ss]acré-[Cc])[?\uFFFD]?ur(?=s?(?!\p{L}))", r"\1œur"),
    (r"(?<!\p{L})([NnBb])[?\uFFFD]?u(?=(?<=[Nn][?\uFFFD]?u)ds?(?!\p{L})|(?<=[Bb][?\uFFFD]?u)fs?(?!\p{L}))", r"\1œu"),
    (r"(?<!\p{L})([VvSsMmCc])[?\uFFFD]u(?=(?:x|rs?)(?!\p{L}))", r"\1œu"),
    (r"(?<!\p{L})([Vv])ux(?!\p{L})", r"\1œux"),
    (r"(?<!\p{L})éc[?\uFFFD]?ur(?=(?:ant|ante|antes|ants|ement|é|ée)(?!\p{L}))", "écœur"),
    (r"(?<!\p{L})f[?\uFFFD]?tus(?!\p{L})", "fœtus"),
    (r"(?<!\p{L})\uFFFDuf(?=s?(?!\p{L}))", "œuf"),
    (r"(?<!\p{L})[?\uFFFD]?uil(?!\p{L})", "œil"),
)  # fmt: skip


def _entries(text: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in text.split(";"))


FRENCH_PAGES = PageWords(
    language="fr",
    labels=_entries(_LABELS),
    menu=_entries(_MENU),
    related=_RELATED,
    about=r"(?:à propos d|note (?:aux|à l['’]attention des) (?:r[ée]dact|journal|[ée]dit))",
    notice=_NOTICE,
    contact=_CONTACT,
    credit=_CREDIT,
    dated=_DATED,
    lost_letters=_LOST_LETTERS,
)
