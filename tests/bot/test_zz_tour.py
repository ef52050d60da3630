import time
from tests.bot.test_everything_it_says import _prepare, _tour
from tests.bot.crawling import *
from tests.support.workspace import *
from service.domain.vocabulary import LanguageStage
def test_tour(settings):
    T0=time.time()
    with workspace(settings, manifest()) as slack:
        c = Crawler(slack, "<!channel> <@U0HOUSE001> <https://evil.example|here> *bold*")
        ow, od = c._wish, slack.deliver
        n=[0,0,0.0,0.0]
        def wish(**w):
            t=time.time(); n[0]+=1
            try:
                r=ow(**w)
            except Exception as e:
                print("RAISED", w, type(e), e); raise
            n[2]+=time.time()-t
            w.pop('values',None)
            print(f"{time.time()-T0:6.1f} {n} {w.get('type')} {w.get('user')} {w.get('action_id') or w.get('callback_id')} ok={r['ok']} {str(r.get('errors') or r.get('error') or '')[:150]}", flush=True)
            return r
        c._wish = wish
        def deliver():
            t=time.time(); s=od(); n[1]+=1; n[3]+=time.time()-t; return s
        slack.deliver = deliver
        _prepare(slack, LanguageStage.LOCAL_ONLY)
        _tour(slack, c)
        print("DONE", time.time()-T0, n, len(c.shown))
