"""Mail hosts of everybody: such a domain belongs to no customer, whatever a record says."""

from __future__ import annotations

PUBLIC_DOMAINS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.fr outlook.de hotmail.com hotmail.fr hotmail.de hotmail.co.uk
    live.com live.fr live.de msn.com yahoo.com yahoo.fr yahoo.de yahoo.co.uk icloud.com me.com mac.com aol.com
    gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.fr web.de t-online.de freenet.de arcor.de online.de mail.de posteo.de
    mailbox.org orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr bluewin.ch hispeed.ch sunrise.ch
    protonmail.com proton.me pm.me btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com telenet.be
    skynet.be proximus.be chello.at a1.net aon.at mail.com zoho.com fastmail.com tutanota.com tuta.io vodafone.de
    libero.it gmx.org ymail.com rocketmail.com yahoo.it yahoo.es hotmail.it hotmail.es live.co.uk live.be live.nl
    outlook.be outlook.it outlook.es voila.fr numericable.fr aliceadsl.fr cegetel.net club-internet.fr t-online.at
    1und1.de kabelmail.de unitybox.de ewe.net osnanet.de netcologne.de vodafonemail.de o2online.de magenta.de
    swissonline.ch vtxmail.ch blueyonder.co.uk tiscali.co.uk tiscali.it plus.com btopenworld.com eircom.net
    hotmail.be scarlet.be ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl pt.lu internet.lu tin.it
    alice.it virgilio.it telefonica.net terra.es sapo.pt wp.pl o2.pl onet.pl interia.pl seznam.cz email.cz
    centrum.cz mailfence.com hey.com duck.com qq.com 163.com yandex.com
    """.split()
)
