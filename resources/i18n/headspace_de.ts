<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>Headspace</name>
  <message>
   <location filename="app/checkup.py" />
   <source>App</source>
   <translation>App</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>Do not disturb</source>
   <translation>Nicht stören</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>Use quiet hours (`notify.quiet_from`) instead, or mute from the tray.</source>
   <translation>Stattdessen Ruhezeiten (`notify.quiet_from`) nutzen oder über das Tray stummschalten.</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>it runs and answers</source>
   <translation>läuft und antwortet</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>this desktop does not tell whether it is on</source>
   <translation>diese Oberfläche verrät nicht, ob es an ist</translation>
  </message>
  <message>
   <location filename="app/checkup.py" />
   <source>told by {1}; it is {2} now</source>
   <translation>gemeldet von {1}; gerade {2}</translation>
  </message>
  <message>
   <location filename="app/choices.py" />
   <source>Start the app itself.</source>
   <translation>Die App selbst starten.</translation>
  </message>
  <message>
   <location filename="app/face.py" />
   <source>Click its icon to see the board; its menu ends it.</source>
   <translation>Ein Klick auf das Symbol zeigt das Board; sein Menü beendet das Programm.</translation>
  </message>
  <message>
   <location filename="app/face.py" />
   <source>Headspace cannot take in anything new</source>
   <translation>Headspace kann nichts Neues aufnehmen</translation>
  </message>
  <message>
   <location filename="app/face.py" />
   <source>Headspace goes on in the tray</source>
   <translation>Headspace läuft im Tray weiter</translation>
  </message>
  <message>
   <location filename="app/first.py" />
   <source>Running sessions</source>
   <translation>Laufende Sitzungen</translation>
  </message>
  <message>
   <location filename="app/first.py" />
   <source>Terminals</source>
   <translation>Terminals</translation>
  </message>
  <message>
   <location filename="app/first.py" />
   <source>none now; one that starts appears here by itself</source>
   <translation>gerade keine; sobald eine startet, erscheint sie hier von selbst</translation>
  </message>
  <message>
   <location filename="app/first.py" />
   <source>not installed yet, or not in every folder</source>
   <translation>noch nicht eingerichtet oder nicht in jedem Ordner</translation>
  </message>
  <message>
   <location filename="app/hooks.py" />
   <source>Hooks</source>
   <translation>Hooks</translation>
  </message>
  <message>
   <location filename="app/hooks.py" />
   <source>Run `headspace hooks install`, or look at the Hooks page.</source>
   <translation>`headspace hooks install` ausführen oder die Hooks-Seite öffnen.</translation>
  </message>
  <message>
   <location filename="app/hooks.py" />
   <source>not installed in {1}: states come from transcripts and the registry, later and with less detail</source>
   <translation>nicht eingerichtet in {1}: Zustände kommen aus Transkripten und dem Verzeichnis, später und weniger genau</translation>
  </message>
  <message>
   <location filename="app/program.py" />
   <source>Nothing is to be done: it goes on by itself, and what happens meanwhile waits in the spool.</source>
   <translation>Nichts zu tun: Es geht von selbst weiter; was inzwischen geschieht, wartet im Spool.</translation>
  </message>
  <message>
   <location filename="app/reader.py" />
   <source>Store</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <location filename="app/upkeep.py" />
   <source>PostgreSQL is backed up by its own program</source>
   <translation>PostgreSQL wird mit seinem eigenen Programm gesichert</translation>
  </message>
  <message>
   <location filename="app/upkeep.py" />
   <source>Start the app once; it makes one.</source>
   <translation>Die App einmal starten; sie legt einen an.</translation>
  </message>
  <message>
   <location filename="app/upkeep.py" />
   <source>There is no store yet</source>
   <translation>Es gibt noch keinen Speicher</translation>
  </message>
  <message>
   <location filename="app/upkeep.py" />
   <source>Type this: {1}</source>
   <translation>Einzugeben ist: {1}</translation>
  </message>
  <message>
   <location filename="autostart.py" />
   <source>Move that file away, then repeat.</source>
   <translation>Diese Datei verschieben, dann wiederholen.</translation>
  </message>
  <message>
   <location filename="domain/attention.py" />
   <source>held back until now</source>
   <translation>bis jetzt zurückgehalten</translation>
  </message>
  <message>
   <location filename="domain/attention.py" />
   <source>since before the start</source>
   <translation>seit vor dem Start</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Allow</source>
   <translation>Erlauben</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>An agent needs you</source>
   <translation>Ein Agent wartet auf Antwort</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Approve</source>
   <translation>Freigeben</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Deny</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Go there</source>
   <translation>Hingehen</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Keep planning</source>
   <translation>Weiter planen</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>Open board</source>
   <translation>Board öffnen</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>This is how an agent that needs you will be told.</source>
   <translation>So meldet sich ein Agent, der auf Antwort wartet.</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>and {count} more</source>
   <translation>und {count} weitere</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>asks for permission</source>
   <translation>bittet um Erlaubnis</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>has a plan</source>
   <translation>hat einen Plan</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>has a question</source>
   <translation>hat eine Frage</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>has finished</source>
   <translation>ist fertig</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>has waited {1} min</source>
   <translation>wartet seit {1} min</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>is stalled</source>
   <translation>stockt</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>needs you</source>
   <translation>wartet auf Antwort</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>shows a form</source>
   <translation>zeigt ein Formular</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>{count} agents need you</source>
   <translation>{count} Agenten warten auf Antwort</translation>
  </message>
  <message>
   <location filename="domain/bubble.py" />
   <source>{count} agents want you to know</source>
   <translation>{count} Agenten melden sich</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>a background shell runs</source>
   <translation>eine Hintergrund-Shell läuft</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>a prompt that was typed meanwhile comes next</source>
   <translation>als Nächstes kommt ein inzwischen getippter Prompt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it asks a question</source>
   <translation>stellt eine Frage</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it asks for permission: {1}</source>
   <translation>bittet um Erlaubnis: {1}</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it compacts its context</source>
   <translation>verdichtet den Kontext</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it finished its turn</source>
   <translation>hat den Zug beendet</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it finished, and you have seen it</source>
   <translation>ist fertig und wurde gesehen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it has removed its live-session file; its process will end</source>
   <translation>die Sitzungsdatei ist entfernt; der Prozess wird enden</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it is at its prompt</source>
   <translation>steht am Prompt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it notified that it waits</source>
   <translation>hat gemeldet, dass er wartet</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it runs {1}</source>
   <translation>führt {1} aus</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it shows a form</source>
   <translation>zeigt ein Formular</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it shows a plan for approval</source>
   <translation>legt einen Plan zur Freigabe vor</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>it works on your prompt</source>
   <translation>arbeitet am Prompt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its background work has given no sign for long; its end may not have been told</source>
   <translation>die Arbeit im Hintergrund gab lange kein Zeichen; ihr Ende wurde vielleicht nicht gemeldet</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its background work has just ended</source>
   <translation>die Hintergrundarbeit ist gerade zu Ende</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its last text ends with a question</source>
   <translation>der letzte Text endet mit einer Frage</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says busy</source>
   <translation>laut Sitzungsdatei beschäftigt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says idle</source>
   <translation>laut Sitzungsdatei untätig</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says idle and its transcript has no word of an answer: interrupted</source>
   <translation>laut Sitzungsdatei untätig, und das Transkript enthält kein Wort einer Antwort: unterbrochen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says idle and no hook told of an end: interrupted</source>
   <translation>laut Sitzungsdatei untätig, und kein Hook meldete ein Ende: unterbrochen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says idle; how the turn ended is not known</source>
   <translation>laut Sitzungsdatei untätig; wie der Zug endete, ist nicht bekannt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its live-session file says that it waits: {1}</source>
   <translation>wartet laut Sitzungsdatei: {1}</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its process ended and it removed its live-session file</source>
   <translation>der Prozess endete und hat seine Sitzungsdatei entfernt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its process has ended; its last words may still come</source>
   <translation>der Prozess ist beendet; letzte Worte können noch kommen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its process is gone without a word</source>
   <translation>der Prozess ist wortlos verschwunden</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its terminal shows a dialog</source>
   <translation>sein Terminal zeigt einen Dialog</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>its tmux pane is gone</source>
   <translation>die tmux-Pane ist weg</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>no hook, transcript or live-session file tells what it does</source>
   <translation>weder Hook noch Transkript noch Sitzungsdatei sagen, was er tut</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>no sign of it for a day</source>
   <translation>seit einem Tag kein Lebenszeichen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>no sign of it for long, and neither its process nor its terminal is known</source>
   <translation>lange kein Lebenszeichen; weder Prozess noch Terminal sind bekannt</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>no sign of work for a long time</source>
   <translation>lange kein Zeichen von Arbeit</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>the limit is over; it waits to be told on</source>
   <translation>das Limit ist vorbei; wartet auf ein Weiter</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>the session ended ({1})</source>
   <translation>die Sitzung ist zu Ende ({1})</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>you interrupted it</source>
   <translation>von Hand unterbrochen</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>{1} background tasks still run</source>
   <translation>{1} Hintergrundaufgaben laufen noch</translation>
  </message>
  <message>
   <location filename="domain/evidence.py" />
   <source>{1} runs unusually long</source>
   <translation>{1} läuft ungewöhnlich lange</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>does not wait for you</source>
   <translation>wartet auf niemanden</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>has ended</source>
   <translation>ist beendet</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>is idle</source>
   <translation>ist untätig</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>its project has next steps</source>
   <translation>sein Projekt hat nächste Schritte</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>its project has no next steps</source>
   <translation>sein Projekt hat keine nächsten Schritte</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>its state is not known</source>
   <translation>sein Zustand ist nicht bekannt</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>no objective is set</source>
   <translation>kein Ziel gesetzt</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>no word in common with the objective</source>
   <translation>kein Wort mit dem Ziel gemeinsam</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>ordering by the objective is switched off</source>
   <translation>Ordnen nach dem Ziel ist abgeschaltet</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>serves the objective ({1}{2})</source>
   <translation>dient dem Ziel ({1}{2})</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>the objective has no words to compare</source>
   <translation>das Ziel hat keine Wörter zum Vergleichen</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>was heard {1} min ago</source>
   <translation>zuletzt vor {1} min gehört</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>whether its project has next steps is not known</source>
   <translation>ob sein Projekt nächste Schritte hat, ist nicht bekannt</translation>
  </message>
  <message>
   <location filename="domain/priority.py" />
   <source>works</source>
   <translation>arbeitet</translation>
  </message>
  <message>
   <location filename="engine/engine.py" />
   <source>A message could not be stored</source>
   <translation>Eine Meldung ließ sich nicht speichern</translation>
  </message>
  <message>
   <location filename="engine/engine.py" />
   <source>It was set aside; see the log.</source>
   <translation>Sie wurde beiseitegelegt; siehe Protokoll.</translation>
  </message>
  <message>
   <location filename="engine/engine.py" />
   <source>What happened meanwhile is still being read</source>
   <translation>Was inzwischen geschah, wird noch gelesen</translation>
  </message>
  <message>
   <location filename="engine/replies.py" />
   <source>Nothing was sent.</source>
   <translation>Nichts wurde gesendet.</translation>
  </message>
  <message>
   <location filename="engine/replies.py" />
   <source>The reply was not delivered</source>
   <translation>Die Antwort wurde nicht zugestellt</translation>
  </message>
  <message>
   <location filename="engine/replies.py" />
   <source>This was answered already</source>
   <translation>Das ist schon beantwortet</translation>
  </message>
  <message>
   <location filename="engine/wishes.py" />
   <source>Look at its terminal.</source>
   <translation>Im Terminal nachsehen.</translation>
  </message>
  <message>
   <location filename="engine/wishes.py" />
   <source>The agent was not interrupted</source>
   <translation>Der Agent wurde nicht unterbrochen</translation>
  </message>
  <message>
   <location filename="engine/wishes.py" />
   <source>The terminal was not brought to the front</source>
   <translation>Das Terminal kam nicht nach vorn</translation>
  </message>
  <message>
   <location filename="engine/wishes.py" />
   <source>This agent cannot be interrupted</source>
   <translation>Dieser Agent lässt sich nicht unterbrechen</translation>
  </message>
  <message>
   <location filename="intake/caller.py" />
   <source>Headspace Desktop does not answer</source>
   <translation>Headspace Desktop antwortet nicht</translation>
  </message>
  <message>
   <location filename="intake/caller.py" />
   <source>The app refused</source>
   <translation>Die App hat abgelehnt</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>Headspace is still starting</source>
   <translation>Headspace startet noch</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>Look at the window, then try again.</source>
   <translation>Ins Fenster sehen, dann erneut versuchen.</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>No answer</source>
   <translation>Keine Antwort</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>Nothing happened</source>
   <translation>Nichts geschah</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>See docs/protocol.md.</source>
   <translation>Siehe docs/protocol.md.</translation>
  </message>
  <message>
   <location filename="intake/commands.py" />
   <source>Update the older of the two programs.</source>
   <translation>Das ältere der beiden Programme aktualisieren.</translation>
  </message>
  <message>
   <location filename="intake/hook_text.py" />
   <source>The agent's settings file has an unexpected form</source>
   <translation>Die Einstellungsdatei des Agenten hat eine unerwartete Form</translation>
  </message>
  <message>
   <location filename="intake/settings_file.py" />
   <source>The agent's settings file cannot be read</source>
   <translation>Die Einstellungsdatei des Agenten ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="intake/settings_file.py" />
   <source>The agent's settings file is huge</source>
   <translation>Die Einstellungsdatei des Agenten ist riesig</translation>
  </message>
  <message>
   <location filename="intake/settings_file.py" />
   <source>The agent's settings file is no ordinary file</source>
   <translation>Die Einstellungsdatei des Agenten ist keine gewöhnliche Datei</translation>
  </message>
  <message>
   <location filename="intake/words.py" />
   <source>Name it by one of these ids.</source>
   <translation>Mit einer dieser Kennungen benennen.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>A hook waits at most</source>
   <translation>Ein Hook wartet höchstens</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>A password stands in the settings file</source>
   <translation>In der Einstellungsdatei steht ein Passwort</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>A tool hangs after</source>
   <translation>Ein Werkzeug hängt nach</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>A tool older than this counts as hung.</source>
   <translation>Ein Werkzeug, das länger läuft, gilt als hängend.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Ask the desktop to play its message sound.</source>
   <translation>Die Oberfläche bitten, ihren Nachrichtenton zu spielen.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>At most an hour</source>
   <translation>Höchstens je Stunde</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Away after</source>
   <translation>Abwesend nach</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Check the permissions of the file and its folder, and the space on the disk; the old file is kept.</source>
   <translation>Rechte von Datei und Ordner sowie freien Platz prüfen; die alte Datei bleibt.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Colours</source>
   <translation>Farben</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Colours of the windows; system follows the desktop, contrast is strong.</source>
   <translation>Farben der Fenster; „wie das System“ folgt der Oberfläche, hoher Kontrast ist kräftig.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Configuration folders never to watch.</source>
   <translation>Konfigurationsordner, die nie beobachtet werden.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>DEBUG</source>
   <translation>DEBUG</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>ERROR</source>
   <translation>ERROR</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Finished</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Folders never to watch</source>
   <translation>Nie zu beobachtende Ordner</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>From so many at once one bubble tells all.</source>
   <translation>Ab so vielen zugleich meldet eine Benachrichtigung alle.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Further Claude Code configuration folders to watch, besides ~/.claude.</source>
   <translation>Weitere zu beobachtende Konfigurationsordner von Claude Code neben ~/.claude.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Further configuration folders</source>
   <translation>Weitere Konfigurationsordner</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Further ones in an hour wait and come as one; a quarter is kept for questions. 0: no limit.</source>
   <translation>Weitere in derselben Stunde warten und kommen gesammelt; ein Viertel bleibt für Fragen. 0: ohne Grenze.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Further tmux server sockets to look at.</source>
   <translation>Weitere Sockets von tmux-Servern, nach denen gesehen wird.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Further tmux sockets</source>
   <translation>Weitere tmux-Sockets</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Goes to the next waiting agent from anywhere, such as Ctrl+Alt+J. Empty: none. X11 only.</source>
   <translation>Führt von überall zum nächsten wartenden Agenten, etwa Strg+Alt+J als Ctrl+Alt+J. Leer: keine. Nur X11.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Heed do-not-disturb</source>
   <translation>„Nicht stören“ beachten</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Hold notifications while the desktop's do-not-disturb is on.</source>
   <translation>Benachrichtigungen zurückhalten, solange „Nicht stören“ der Oberfläche an ist.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>How long a permission hook may wait for an answer from here.</source>
   <translation>Wie lange ein Erlaubnis-Hook auf eine Antwort von hier warten darf.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>How long one tmux command may take.</source>
   <translation>Wie lange ein tmux-Befehl dauern darf.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>How long the event log is kept.</source>
   <translation>Wie lange das Ereignisprotokoll aufbewahrt wird.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>How much is logged.</source>
   <translation>Wie viel protokolliert wird.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>How often panes are listed.</source>
   <translation>Wie oft Panes aufgelistet werden.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>INFO</source>
   <translation>INFO</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Keep the event log</source>
   <translation>Ereignisprotokoll behalten</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Key for who is next</source>
   <translation>Taste für den Nächsten</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Language of windows and notifications; it counts from the next start.</source>
   <translation>Sprache der Fenster und Benachrichtigungen; gilt ab dem nächsten Start.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>List panes every</source>
   <translation>Panes auflisten alle</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Log level</source>
   <translation>Protokollstufe</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Move it to ~/.pgpass (mode 0600) and take it out of `database.url`; until then it is used.</source>
   <translation>Nach ~/.pgpass (Modus 0600) verschieben und aus `database.url` entfernen; bis dahin wird es benutzt.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Needs input</source>
   <translation>Antwort nötig</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>No notifications from this time of day, such as 22:00. Empty: never.</source>
   <translation>Keine Benachrichtigungen ab dieser Uhrzeit, etwa 22:00. Leer: nie.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>One bubble for all from</source>
   <translation>Eine für alle ab</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Pause before Enter</source>
   <translation>Pause vor Enter</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Pause between the text and Enter.</source>
   <translation>Pause zwischen Text und Enter.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Program to start</source>
   <translation>Zu startendes Programm</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Projects that may wait unattended</source>
   <translation>Projekte, die unbeaufsichtigt warten dürfen</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Projects whose print-mode sessions may wait for a decision from here.</source>
   <translation>Projekte, deren Print-Sitzungen auf eine Entscheidung von hier warten dürfen.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Projects, by name or folder, that never show a notification.</source>
   <translation>Projekte, nach Name oder Ordner, die nie eine Benachrichtigung zeigen.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Quiet from</source>
   <translation>Ruhe ab</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Quiet on</source>
   <translation>Ruhe an</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Quiet until</source>
   <translation>Ruhe bis</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>See `headspace settings sample`.</source>
   <translation>Siehe `headspace settings sample`.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Show notifications</source>
   <translation>Benachrichtigungen zeigen</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Show notifications at all.</source>
   <translation>Überhaupt Benachrichtigungen zeigen.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Silent projects</source>
   <translation>Stille Projekte</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Stalled</source>
   <translation>Stockt</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Stalled after</source>
   <translation>Stockt nach</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Start at log-in</source>
   <translation>Bei der Anmeldung starten</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Start hidden when you log in.</source>
   <translation>Bei der Anmeldung verborgen starten.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Tell again after</source>
   <translation>Erneut melden nach</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Tell again when an answer has been waited for so long, then after twice the time. 0: never.</source>
   <translation>Erneut melden, wenn so lange auf eine Antwort gewartet wurde, dann nach der doppelten Zeit. 0: nie.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Tell when an agent has finished.</source>
   <translation>Melden, wenn ein Agent fertig ist.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Tell when an agent is stalled.</source>
   <translation>Melden, wenn ein Agent stockt.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Tell when an agent needs input.</source>
   <translation>Melden, wenn ein Agent eine Antwort braucht.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Terminal to open</source>
   <translation>Zu öffnendes Terminal</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Terminal to open for an agent nobody shows; {command} is replaced. Empty: detect.</source>
   <translation>Terminal für einen Agenten, den keines zeigt; {command} wird ersetzt. Leer: selbst finden.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>The days on which the quiet hours begin.</source>
   <translation>Die Tage, an denen die Ruhezeit beginnt.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>The program to start for a new agent.</source>
   <translation>Das Programm, das als neuer Agent gestartet wird.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>The settings file cannot be written</source>
   <translation>Die Einstellungsdatei lässt sich nicht schreiben</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Time for one tmux command</source>
   <translation>Zeit für einen tmux-Befehl</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Until this time of day, such as 07:30; what still waits comes then.</source>
   <translation>Bis zu dieser Uhrzeit, etwa 07:30; was dann noch wartet, kommt.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>WARNING</source>
   <translation>WARNING</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Wait up to 5 seconds while keys or mouse are in use.</source>
   <translation>Bis zu 5 Sekunden warten, solange Tasten oder Maus benutzt werden.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Wait while you type</source>
   <translation>Beim Tippen warten</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Where to store; empty means SQLite in the data folder.</source>
   <translation>Wo gespeichert wird; leer heißt SQLite im Datenordner.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>With sound</source>
   <translation>Mit Ton</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Without input for so long you count as away.</source>
   <translation>So lange ohne Eingabe gilt als abwesend.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>Working without any sign for so long counts as stalled.</source>
   <translation>So lange Arbeit ohne jedes Zeichen gilt als Stocken.</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a list of texts is expected</source>
   <translation>hier gehört eine Liste von Texten hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a number from {1} to {2} is expected</source>
   <translation>hier gehört eine Zahl von {1} bis {2} hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a text is expected</source>
   <translation>hier gehört ein Text hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a text of at most {1} characters is expected</source>
   <translation>hier gehört ein Text von höchstens {1} Zeichen hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a time of day such as 22:00 is expected</source>
   <translation>hier gehört eine Uhrzeit wie 22:00 hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>a whole number from {1} to {2} is expected</source>
   <translation>hier gehört eine ganze Zahl von {1} bis {2} hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>contrast</source>
   <translation>Kontrast</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>dark</source>
   <translation>dunkel</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>days</source>
   <translation>Tage</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>de</source>
   <translation>Deutsch</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>en</source>
   <translation>Englisch</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>every day</source>
   <translation>jeden Tag</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>light</source>
   <translation>hell</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>ms</source>
   <translation>ms</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>one of these is expected: {1}</source>
   <translation>hier gehört eines von diesen hin: {1}</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>s</source>
   <translation>s</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>system</source>
   <translation>System</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>true or false is expected</source>
   <translation>hier gehört true oder false hin</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>weekdays</source>
   <translation>werktags</translation>
  </message>
  <message>
   <location filename="settings.py" />
   <source>weekends</source>
   <translation>am Wochenende</translation>
  </message>
  <message>
   <location filename="store/connect.py" />
   <source>Use a postgresql:// URL, sqlite:///path/to/file, or leave it empty.</source>
   <translation>Eine URL postgresql://, sqlite:///pfad/zur/datei verwenden oder leer lassen.</translation>
  </message>
  <message>
   <location filename="store/connect.py" />
   <source>Write it like postgresql://user@host/name, or leave it empty.</source>
   <translation>Als postgresql://user@host/name schreiben oder leer lassen.</translation>
  </message>
  <message>
   <location filename="store/database.py" />
   <source>This is not a Headspace store</source>
   <translation>Das ist kein Headspace-Speicher</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Install a server with `sudo apt install {1}`; until then tray and window tell you.</source>
   <translation>Einen Server installieren: `sudo apt install {1}`; bis dahin melden Tray und Fenster.</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>It shows no buttons, so a click cannot bring you there: use dunst, mako or your desktop's own server.</source>
   <translation>Er zeigt keine Knöpfe, ein Klick führt also nicht hin: dunst, mako oder den Server der Oberfläche nutzen.</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Menu bar</source>
   <translation>Menüleiste</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Notifications</source>
   <translation>Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Screen</source>
   <translation>Bildschirm</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Session bus</source>
   <translation>Sitzungsbus</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Start a window manager that keeps EWMH, such as openbox; without one no window can be raised.</source>
   <translation>Einen Fenstermanager mit EWMH starten, etwa openbox; ohne ihn kommt kein Fenster nach vorn.</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Start it from your desktop session, or with `dbus-run-session -- headspace-desktop`.</source>
   <translation>Aus der grafischen Sitzung starten oder mit `dbus-run-session -- headspace-desktop`.</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Tray</source>
   <translation>Tray</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>Wayland {1}, {2}</source>
   <translation>Wayland {1}, {2}</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>X11 {1} without a window manager</source>
   <translation>X11 {1} ohne Fenstermanager</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>a StatusNotifier host is there</source>
   <translation>ein StatusNotifier-Host ist da</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>a StatusNotifier watcher without a host</source>
   <translation>ein StatusNotifier-Watcher ohne Host</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>a server starts when it is needed</source>
   <translation>ein Server startet bei Bedarf</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>an X11 system tray is there</source>
   <translation>ein X11-Systemtray ist da</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>none is set; choose any in the settings (`ui.global_shortcut`)</source>
   <translation>keine gesetzt; in den Einstellungen ist jede wählbar (`ui.global_shortcut`)</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>written from Apple's documentation, not run on the real system: see docs/macos.md</source>
   <translation>nach Apples Dokumentation geschrieben, nicht auf dem echten System gelaufen: siehe docs/macos.md</translation>
  </message>
  <message>
   <location filename="terminals/desktop_findings.py" />
   <source>{1}; without {2}</source>
   <translation>{1}; ohne {2}</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>As root transcripts are plain text: Chromium keeps its sandbox</source>
   <translation>Als root erscheinen Transkripte als reiner Text: Chromium behält seine Sandbox</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Fonts for {1}</source>
   <translation>Schriften für {1}</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Free some space.</source>
   <translation>Platz schaffen.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Install it with `pip install PySide6`; until then transcripts are plain text.</source>
   <translation>Mit `pip install PySide6` installieren; bis dahin erscheinen Transkripte als reiner Text.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Install the hooks: before {1} it does not say by itself what it does. Better update it, too.</source>
   <translation>Die Hooks installieren: vor {1} sagt es nicht von selbst, was es tut. Besser auch aktualisieren.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Install them with `sudo apt install {1}`.</source>
   <translation>Mit `sudo apt install {1}` installieren.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Move {1} away.</source>
   <translation>{1} verschieben.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Qt WebEngine</source>
   <translation>Qt WebEngine</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Qt WebEngine is not installed</source>
   <translation>Qt WebEngine ist nicht installiert</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Run `chmod 600 {1}`.</source>
   <translation>`chmod 600 {1}` ausführen.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Run `chmod 700 {1}`.</source>
   <translation>`chmod 700 {1}` ausführen.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Run `sudo chown $USER {1}`.</source>
   <translation>`sudo chown $USER {1}` ausführen.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Set XDG_RUNTIME_DIR to a shorter folder.</source>
   <translation>XDG_RUNTIME_DIR auf einen kürzeren Ordner setzen.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Start the app as an ordinary user.</source>
   <translation>Die App als gewöhnlicher Benutzer starten.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Such text is shown as boxes</source>
   <translation>Solcher Text erscheint als Kästchen</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Transcript view</source>
   <translation>Transkriptansicht</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>Update tmux to {1} or newer.</source>
   <translation>tmux auf {1} oder neuer aktualisieren.</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>fc-list does not answer: {1}</source>
   <translation>fc-list antwortet nicht: {1}</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} (made at the first start)</source>
   <translation>{1} (entsteht beim ersten Start)</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} (there while the app runs)</source>
   <translation>{1} (da, solange die App läuft)</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} belongs to another user</source>
   <translation>{1} gehört jemand anderem</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} can be read by others</source>
   <translation>{1} ist für andere lesbar</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} cannot be written</source>
   <translation>{1} ist nicht beschreibbar</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} does not answer</source>
   <translation>{1} antwortet nicht</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} does not work</source>
   <translation>{1} funktioniert nicht</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} is not a folder</source>
   <translation>{1} ist kein Ordner</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} is not a socket</source>
   <translation>{1} ist kein Socket</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} is on a disk that is almost full</source>
   <translation>{1} liegt auf einem fast vollen Datenträger</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} is open to others</source>
   <translation>{1} steht anderen offen</translation>
  </message>
  <message>
   <location filename="terminals/doctor.py" />
   <source>{1} is too long</source>
   <translation>{1} ist zu lang</translation>
  </message>
  <message>
   <location filename="terminals/focus.py" />
   <source>Another tab is in front</source>
   <translation>Ein anderer Tab ist vorn</translation>
  </message>
  <message>
   <location filename="terminals/focus.py" />
   <source>Choose the tab by hand.</source>
   <translation>Den Tab von Hand wählen.</translation>
  </message>
  <message>
   <location filename="terminals/kitty.py" />
   <source>kitty remote control</source>
   <translation>kitty-Fernsteuerung</translation>
  </message>
  <message>
   <location filename="terminals/osascript.py" />
   <source>Allow it in System Settings, Privacy &amp; Security, Automation.</source>
   <translation>In den Systemeinstellungen unter Datenschutz &amp; Sicherheit, Automation erlauben.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_app.py" />
   <source>Terminal.app</source>
   <translation>Terminal.app</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>, found by a mark in its title where it has several windows</source>
   <translation>, bei mehreren Fenstern an einer Marke im Titel erkannt</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Correct the setting `terminal.command`, or leave it empty to have one found.</source>
   <translation>Die Einstellung `terminal.command` berichtigen oder leer lassen, dann wird eines gesucht.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Going to a terminal</source>
   <translation>Zum Terminal gehen</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Knowing what you look at</source>
   <translation>Wissen, was im Blick ist</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Log in to the Xorg session, use sway, or use kitty with `allow_remote_control` and `listen_on` set.</source>
   <translation>In der Xorg-Sitzung anmelden, sway nutzen oder kitty mit `allow_remote_control` und `listen_on`.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Route: {1}</source>
   <translation>Weg: {1}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Set `allow_remote_control yes` and `listen_on unix:/tmp/kitty` in kitty.conf.</source>
   <translation>In kitty.conf `allow_remote_control yes` und `listen_on unix:/tmp/kitty` setzen.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Start it from a graphical session.</source>
   <translation>Aus einer grafischen Sitzung starten.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Terminal: {1}</source>
   <translation>Terminal: {1}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>Use an X11 session if that disturbs you.</source>
   <translation>Eine X11-Sitzung nutzen, falls das stört.</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>by the setting terminal.command</source>
   <translation>laut Einstellung terminal.command</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>for Wayland only; not used here</source>
   <translation>nur für Wayland; hier nicht benutzt</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>iTerm2 and Terminal.app by AppleScript: {1}</source>
   <translation>iTerm2 und Terminal.app über AppleScript: {1}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>iTerm2 and Terminal.app, after you went there once: {1}</source>
   <translation>iTerm2 und Terminal.app, nach einem ersten Besuch: {1}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>its window cannot be raised on this desktop</source>
   <translation>sein Fenster kommt auf dieser Oberfläche nicht nach vorn</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>known; away after {1} s without input; {2}</source>
   <translation>bekannt; abwesend nach {1} s ohne Eingabe; {2}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>not known here, so you are told even of what is before your eyes</source>
   <translation>hier nicht bekannt, daher wird auch gemeldet, was gerade im Blick ist</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>reached only by its remote control</source>
   <translation>nur über seine Fernsteuerung erreichbar</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>reached through {1}{2}</source>
   <translation>erreichbar über {1}{2}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>tested on the real system</source>
   <translation>auf dem echten System erprobt</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>there is no screen</source>
   <translation>es gibt keinen Bildschirm</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>windows are raised through {1}</source>
   <translation>Fenster kommen nach vorn über {1}</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>written from the vendor's documentation, not run on the real system</source>
   <translation>nach der Dokumentation des Herstellers geschrieben, nicht auf dem echten System gelaufen</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>{1} is not on PATH</source>
   <translation>{1} liegt nicht im PATH</translation>
  </message>
  <message>
   <location filename="terminals/terminal_findings.py" />
   <source>{1} on Wayland lets no program raise another's window</source>
   <translation>{1} auf Wayland lässt kein Programm ein fremdes Fenster nach vorn holen</translation>
  </message>
  <message>
   <location filename="terminals/wezterm.py" />
   <source>WezTerm command line</source>
   <translation>WezTerm-Befehlszeile</translation>
  </message>
  <message>
   <location filename="terminals/x11.py" />
   <source>X11 window manager</source>
   <translation>X11-Fenstermanager</translation>
  </message>
  <message>
   <location filename="tmux/sessions.py" />
   <source>Choose a folder that exists.</source>
   <translation>Einen vorhandenen Ordner wählen.</translation>
  </message>
  <message>
   <location filename="transcripts/export.py" />
   <source>Failed</source>
   <translation>Fehlgeschlagen</translation>
  </message>
  <message>
   <location filename="transcripts/export.py" />
   <source>Sent by the program</source>
   <translation>Vom Programm gesendet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A field is not filled in rightly</source>
   <translation>Ein Feld ist nicht richtig ausgefüllt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A folder of the program cannot be used</source>
   <translation>Ein Ordner des Programms ist nicht benutzbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A hook delivered something unreadable</source>
   <translation>Ein Hook lieferte etwas Unlesbares</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A recording is what `headspace record FILE` writes: one JSON object a line, the header first.</source>
   <translation>Eine Aufzeichnung schreibt `headspace record FILE`: ein JSON-Objekt je Zeile, der Kopf zuerst.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A setting has an invalid value</source>
   <translation>Eine Einstellung hat einen ungültigen Wert</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A setting is not known</source>
   <translation>Eine Einstellung ist unbekannt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A system library is missing</source>
   <translation>Eine Systembibliothek fehlt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>A transcript cannot be read</source>
   <translation>Ein Transkript ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>All hooks are switched off</source>
   <translation>Alle Hooks sind abgeschaltet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>An agent program does not know our hooks</source>
   <translation>Ein Agentenprogramm kennt unsere Hooks nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Another Headspace writes to this store for this host</source>
   <translation>Ein anderes Headspace schreibt für diesen Rechner in diesen Speicher</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Another program has this shortcut</source>
   <translation>Ein anderes Programm hat dieses Tastenkürzel</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Another program removed our hooks</source>
   <translation>Ein anderes Programm hat unsere Hooks entfernt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Another program runs in the agent's pane</source>
   <translation>In der Pane des Agenten läuft ein anderes Programm</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Ask them to allow yours; until then transcripts and live-session files tell, later and with less detail.</source>
   <translation>Dort um Erlaubnis bitten; bis dahin berichten Mitschriften und Sitzungsdateien, später und mit weniger Einzelheiten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Back it up with the command that is shown, then run `headspace store migrate --yes`.</source>
   <translation>Mit dem gezeigten Befehl sichern, dann `headspace store migrate --yes` ausführen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Bind a key to `headspace-desktop` in the keyboard settings of your desktop: it brings the window up.</source>
   <translation>In den Tastatureinstellungen der Oberfläche eine Taste mit `headspace-desktop` belegen: Sie holt das Fenster hervor.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Check its permissions, then try again. The file was not touched.</source>
   <translation>Die Rechte prüfen, dann erneut versuchen. Die Datei blieb unberührt.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Check that PostgreSQL runs and that `database.url` is right; events wait and nothing is lost.</source>
   <translation>Prüfen, ob PostgreSQL läuft und `database.url` stimmt; Ereignisse warten, nichts geht verloren.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Check that the runtime folder exists and is yours; questions are still answered in the terminal.</source>
   <translation>Prüfen, ob der Laufzeitordner da ist und die Rechte stimmen; Fragen werden weiter im Terminal beantwortet.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Check the permissions of the named file.</source>
   <translation>Die Rechte der genannten Datei prüfen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Choose a folder that you may write to, and look whether its disk is full.</source>
   <translation>Einen beschreibbaren Ordner wählen und sehen, ob der Datenträger voll ist.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Choose another name, or say that it may be replaced.</source>
   <translation>Einen anderen Namen wählen oder das Ersetzen erlauben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Choose another one in `ui.global_shortcut`, or free it in the keyboard settings of your desktop.</source>
   <translation>In `ui.global_shortcut` ein anderes wählen oder es in den Tastatureinstellungen der Oberfläche freigeben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Close the program that holds it; writing is tried again by itself.</source>
   <translation>Das Programm schließen, das ihn hält; das Schreiben wird von selbst wiederholt.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Correct its name (`headspace settings sample` lists them all); it is kept in the file as it is.</source>
   <translation>Den Namen berichtigen (`headspace settings sample` nennt alle); er bleibt so in der Datei.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Correct the field that is named. Nothing was saved.</source>
   <translation>Das genannte Feld berichtigen. Nichts wurde gespeichert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Correct the named setting; until then its default is used.</source>
   <translation>Die genannte Einstellung berichtigen; bis dahin gilt ihr Standard.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Correct the path, or make the folder first. Nothing was saved.</source>
   <translation>Den Pfad berichtigen oder den Ordner zuerst anlegen. Nichts wurde gespeichert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Do it again when the store is back, or in the agent's terminal. The text is kept.</source>
   <translation>Wiederholen, wenn der Speicher wieder da ist, oder im Terminal des Agenten. Der Text bleibt erhalten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>End them first, then delete the project. Nothing was deleted.</source>
   <translation>Erst diese beenden, dann das Projekt löschen. Nichts wurde gelöscht.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Free some space; events wait in the spool and are stored as soon as there is room.</source>
   <translation>Platz schaffen; Ereignisse warten im Spool und werden gespeichert, sobald Platz ist.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Git does not answer</source>
   <translation>Git antwortet nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Give yourself write permission to the file and its folder, or choose another `database.url`.</source>
   <translation>Schreibrechte für Datei und Ordner geben oder eine andere `database.url` wählen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Go there by hand; the Doctor page tells what this desktop allows.</source>
   <translation>Von Hand hingehen; die Doctor-Seite sagt, was diese Oberfläche erlaubt.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Headspace Desktop is not running</source>
   <translation>Headspace Desktop läuft nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Headspace is already running</source>
   <translation>Headspace läuft schon</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Hook mail cannot be delivered</source>
   <translation>Hook-Post ist nicht zustellbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Install Claude Code, or put `claude` on your PATH.</source>
   <translation>Claude Code installieren oder `claude` in den PATH legen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Install a notification daemon such as dunst; until then the window tells you.</source>
   <translation>Einen Benachrichtigungsdienst wie dunst installieren; bis dahin meldet das Fenster.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Install git, or look in the project's folder why `git status` takes so long.</source>
   <translation>git installieren oder im Projektordner sehen, warum `git status` so lange dauert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Install it with `sudo apt install tmux` (macOS: `brew install tmux`).</source>
   <translation>Mit `sudo apt install tmux` installieren (macOS: `brew install tmux`).</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Install one, such as xterm, or name yours in the setting `terminal.command`.</source>
   <translation>Eines wie xterm installieren oder das eigene in `terminal.command` nennen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It lies beside the program, in resources/help: install the program again.</source>
   <translation>Sie liegt neben dem Programm in resources/help: das Programm neu installieren.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It may have been deleted; look at the list of projects again.</source>
   <translation>Vielleicht wurde es gelöscht; die Projektliste neu ansehen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It may have been deleted; look at the table again.</source>
   <translation>Vielleicht wurde sie gelöscht; die Tabelle neu ansehen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It runs outside tmux. Answer in its terminal, or resume it in tmux when it has ended.</source>
   <translation>Er läuft außerhalb von tmux. In seinem Terminal antworten oder ihn nach dem Ende in tmux fortsetzen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It was answered elsewhere; nothing was sent.</source>
   <translation>Es wurde anderswo beantwortet; nichts wurde gesendet.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>It was kept in the spool's `rejected` folder; please attach it to a bug report.</source>
   <translation>Es liegt im Ordner `rejected` des Spools; bitte einem Fehlerbericht beilegen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Look at `headspace status --all`; events are kept for `database.retention_days`.</source>
   <translation>`headspace status --all` ansehen; Ereignisse bleiben `database.retention_days` lang.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Look at it again and repeat the change. Nothing was saved.</source>
   <translation>Neu ansehen und die Änderung wiederholen. Nichts wurde gespeichert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Look at the difference again and repeat. Nothing was written.</source>
   <translation>Den Unterschied neu ansehen und wiederholen. Nichts wurde geschrieben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Look at the terminal's last lines below.</source>
   <translation>Die letzten Zeilen des Terminals unten ansehen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Look at the terminal; the text is kept.</source>
   <translation>Ins Terminal sehen; der Text bleibt erhalten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Make the named folder writable for you alone (mode 0700).</source>
   <translation>Den genannten Ordner nur für den eigenen Benutzer beschreibbar machen (Modus 0700).</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Make the named folder yours and writable (`ls -ld` shows whose it is), then start again.</source>
   <translation>Den genannten Ordner in eigenen Besitz bringen und beschreibbar machen (`ls -ld` zeigt, wem er gehört), dann neu starten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Mend the file at the place that is named, then try again. The file was not touched.</source>
   <translation>Die Datei an der genannten Stelle ausbessern, dann erneut versuchen. Sie blieb unberührt.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Mend the line that is named; until then the defaults are used and the file is left as it is.</source>
   <translation>Die genannte Zeile ausbessern; bis dahin gelten die Standards, und die Datei bleibt, wie sie ist.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Name `events` or `calls`.</source>
   <translation>`events` oder `calls` angeben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Name a file that does not exist yet, in a folder that you may write to.</source>
   <translation>Eine noch nicht vorhandene Datei in einem beschreibbaren Ordner angeben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>No terminal program was found</source>
   <translation>Kein Terminalprogramm gefunden</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>No terminal shows this agent</source>
   <translation>Kein Terminal zeigt diesen Agenten</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Nothing can be saved now, so nothing was sent</source>
   <translation>Gerade lässt sich nichts speichern, also wurde nichts gesendet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Notifications are switched off</source>
   <translation>Benachrichtigungen sind abgeschaltet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>On GNOME enable the AppIndicator extension; on sway or i3 add a tray to the bar.</source>
   <translation>In GNOME die AppIndicator-Erweiterung einschalten; in sway oder i3 die Leiste um ein Tray ergänzen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Open a terminal with the command that is shown.</source>
   <translation>Mit dem gezeigten Befehl ein Terminal öffnen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Open the Doctor page for details.</source>
   <translation>Einzelheiten stehen auf der Doctor-Seite.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Open the project that is named.</source>
   <translation>Das genannte Projekt öffnen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Restore a backup from the backups folder, or move the file away to start afresh. Nothing was overwritten.</source>
   <translation>Eine Sicherung aus dem Ordner backups zurückholen oder die Datei für einen Neubeginn verschieben. Nichts wurde überschrieben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Run `headspace hooks install`, or press Repair on the Hooks page.</source>
   <translation>`headspace hooks install` ausführen oder auf der Hooks-Seite „Reparieren“ drücken.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Run `headspace hooks install`, or press Repair on the Hooks page: it ignores the whole file until then.</source>
   <translation>`headspace hooks install` ausführen oder auf der Hooks-Seite „Reparieren“ drücken: bis dahin beachtet es die ganze Datei nicht.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Run `make setup`, or install the packages that it names.</source>
   <translation>`make setup` ausführen oder die genannten Pakete installieren.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>See `headspace --help`.</source>
   <translation>Siehe `headspace --help`.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Set a new one first; then this one can be taken out of the history.</source>
   <translation>Erst ein neues setzen; dann lässt sich dieses aus dem Verlauf nehmen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Something is typed in the agent's prompt already</source>
   <translation>Im Prompt des Agenten steht schon etwas</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Something went wrong</source>
   <translation>Etwas ist schiefgegangen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Start a new agent in its project.</source>
   <translation>Im Projekt einen neuen Agenten starten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Start it from a graphical session, or set DISPLAY or WAYLAND_DISPLAY; on a server use `headspace doctor` and run it under Xvfb: `xvfb-run -a make run`.</source>
   <translation>Aus einer grafischen Sitzung starten oder DISPLAY oder WAYLAND_DISPLAY setzen; auf einem Server `headspace doctor` nutzen und unter Xvfb starten: `xvfb-run -a make run`.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Start it with `headspace-desktop --hidden`.</source>
   <translation>Mit `headspace-desktop --hidden` starten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Stop the other one, or give this one its own `database.url`.</source>
   <translation>Das andere beenden oder diesem eine eigene `database.url` geben.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Switch on `notify.enabled` in the settings.</source>
   <translation>In den Einstellungen `notify.enabled` einschalten.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Take `disableAllHooks` out of the file, if you want to be told at once.</source>
   <translation>`disableAllHooks` aus der Datei nehmen, damit Meldungen sofort kommen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent did not start</source>
   <translation>Der Agent ist nicht gestartet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent program is not installed</source>
   <translation>Das Agentenprogramm ist nicht installiert</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's prompt is not ready for text</source>
   <translation>Der Prompt des Agenten ist nicht bereit für Text</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's settings file cannot be written</source>
   <translation>Die Einstellungsdatei des Agenten lässt sich nicht schreiben</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's settings file changed meanwhile</source>
   <translation>Die Einstellungsdatei des Agenten hat sich inzwischen geändert</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's settings file is not valid JSON</source>
   <translation>Die Einstellungsdatei des Agenten ist kein gültiges JSON</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's terminal pane is gone</source>
   <translation>Die Terminal-Pane des Agenten ist weg</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The agent's window was not found</source>
   <translation>Das Fenster des Agenten wurde nicht gefunden</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The answer is kept. Go to the terminal and look.</source>
   <translation>Die Antwort bleibt erhalten. Zum Terminal gehen und nachsehen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The answer socket cannot be opened</source>
   <translation>Der Antwort-Socket lässt sich nicht öffnen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The database needs a migration</source>
   <translation>Die Datenbank braucht eine Migration</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The database server does not answer</source>
   <translation>Der Datenbankserver antwortet nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The desktop did not bring the window to the front</source>
   <translation>Die Oberfläche holte das Fenster nicht nach vorn</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The dialog on the screen is not the one that was answered</source>
   <translation>Der Dialog auf dem Schirm ist nicht der beantwortete</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The disk is full</source>
   <translation>Der Datenträger ist voll</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The file could not be written</source>
   <translation>Die Datei ließ sich nicht schreiben</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The help is not there</source>
   <translation>Die Hilfe ist nicht da</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The reason is named above. Nothing was saved.</source>
   <translation>Der Grund steht oben. Nichts wurde gespeichert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The recording could not be written</source>
   <translation>Die Aufzeichnung ließ sich nicht schreiben</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The request was not understood</source>
   <translation>Die Anfrage wurde nicht verstanden</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The running window was raised instead.</source>
   <translation>Stattdessen wurde das laufende Fenster nach vorn geholt.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The settings file cannot be read</source>
   <translation>Die Einstellungsdatei ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The store cannot be written</source>
   <translation>Der Speicher lässt sich nicht schreiben</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The store is damaged</source>
   <translation>Der Speicher ist beschädigt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The store is from a newer version</source>
   <translation>Der Speicher stammt von einer neueren Version</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The store is locked by another program</source>
   <translation>Der Speicher ist von einem anderen Programm gesperrt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The store is not usable</source>
   <translation>Der Speicher ist nicht benutzbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The terminal did not open</source>
   <translation>Das Terminal hat sich nicht geöffnet</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Go to the terminal and look, then send it again.</source>
   <translation>Der Text bleibt erhalten. Im Terminal nachsehen, dann erneut senden.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Look at the agent's prompt: it may still stand there.</source>
   <translation>Der Text bleibt erhalten. Im Prompt des Agenten nachsehen: Vielleicht steht er noch dort.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Look at the terminal before you send it again.</source>
   <translation>Der Text bleibt erhalten. Vor erneutem Senden ins Terminal sehen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Look at the terminal, mend what is named, then send it again.</source>
   <translation>Der Text bleibt erhalten. Ins Terminal sehen, das Genannte beheben, dann erneut senden.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Send or clear what stands there, then send it again.</source>
   <translation>Der Text bleibt erhalten. Was dort steht senden oder löschen, dann erneut senden.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text is kept. Start or resume the session, then send it again.</source>
   <translation>Der Text bleibt erhalten. Die Sitzung starten oder fortsetzen, dann erneut senden.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The text was not submitted</source>
   <translation>Der Text wurde nicht abgeschickt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>The tmux server is gone</source>
   <translation>Der tmux-Server ist weg</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is a file of that name</source>
   <translation>Eine Datei dieses Namens gibt es schon</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no objective yet</source>
   <translation>Es gibt noch kein Ziel</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no screen</source>
   <translation>Es gibt keinen Bildschirm</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no such agent</source>
   <translation>Diesen Agenten gibt es nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no such folder</source>
   <translation>Diesen Ordner gibt es nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no such log</source>
   <translation>Dieses Protokoll gibt es nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no such project</source>
   <translation>Dieses Projekt gibt es nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is no such row</source>
   <translation>Diese Zeile gibt es nicht</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>There is nothing to record</source>
   <translation>Es gibt nichts aufzuzeichnen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This agent cannot be typed to</source>
   <translation>Diesem Agenten lässt sich nichts tippen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This agent is not at its prompt</source>
   <translation>Dieser Agent steht nicht an seinem Prompt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This cannot be changed by hand</source>
   <translation>Das lässt sich nicht von Hand ändern</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This desktop has no tray</source>
   <translation>Diese Oberfläche hat kein Tray</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This desktop lets no program take a shortcut</source>
   <translation>Diese Oberfläche gibt keinem Programm ein Tastenkürzel</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This desktop shows no notifications</source>
   <translation>Diese Oberfläche zeigt keine Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This folder is a project already</source>
   <translation>Dieser Ordner ist schon ein Projekt</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This is no shortcut</source>
   <translation>Das ist kein Tastenkürzel</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This is the present objective</source>
   <translation>Das ist das gegenwärtige Ziel</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This pane cannot be typed to safely</source>
   <translation>In diese Pane lässt sich nicht sicher tippen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This project has agents that still run</source>
   <translation>In diesem Projekt laufen noch Agenten</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This question is no longer open</source>
   <translation>Diese Frage ist nicht mehr offen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This recording cannot be read</source>
   <translation>Diese Aufzeichnung ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This row was changed meanwhile</source>
   <translation>Diese Zeile wurde inzwischen geändert</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>This session cannot be resumed</source>
   <translation>Diese Sitzung lässt sich nicht fortsetzen</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Try the command yourself, or name another terminal in the setting `terminal.command`.</source>
   <translation>Den Befehl selbst versuchen oder in `terminal.command` ein anderes Terminal nennen.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Update Headspace Desktop, or point `database.url` at another store. Nothing was changed.</source>
   <translation>Headspace Desktop aktualisieren oder `database.url` auf einen anderen Speicher richten. Nichts wurde geändert.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Use an id from `headspace status`.</source>
   <translation>Eine ID aus `headspace status` verwenden.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Wait until it is idle, or interrupt it first. Nothing was sent.</source>
   <translation>Warten, bis er untätig ist, oder ihn unterbrechen. Nichts wurde gesendet.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Whoever manages this machine allows no hooks but their own</source>
   <translation>Wer diesen Rechner verwaltet, erlaubt nur eigene Hooks</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Write down what you work towards first.</source>
   <translation>Erst aufschreiben, worauf hingearbeitet wird.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>Write it like `Ctrl+Alt+J` in `ui.global_shortcut`; it needs Ctrl, Alt or Meta, or a function key.</source>
   <translation>In `ui.global_shortcut` wie `Ctrl+Alt+J` schreiben; nötig ist Strg, Alt oder Meta oder eine Funktionstaste.</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>tmux did not do what was asked</source>
   <translation>tmux tat nicht, worum es gebeten wurde</translation>
  </message>
  <message>
   <location filename="troubles.py" />
   <source>tmux is not installed</source>
   <translation>tmux ist nicht installiert</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>%n agents ask for the same: this one and {names}</source>
   <translation>
    <numerusform>%n Agent bittet um dasselbe: dieser und {names}</numerusform>
    <numerusform>%n Agenten bitten um dasselbe: dieser und {names}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>%n ahead</source>
   <translation>
    <numerusform>%n voraus</numerusform>
    <numerusform>%n voraus</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>%n behind</source>
   <translation>
    <numerusform>%n zurück</numerusform>
    <numerusform>%n zurück</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>%n in conflict</source>
   <translation>
    <numerusform>%n im Konflikt</numerusform>
    <numerusform>%n im Konflikt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>%n not committed</source>
   <translation>
    <numerusform>%n nicht committet</numerusform>
    <numerusform>%n nicht committet</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>A new file.</source>
   <translation>Eine neue Datei.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>Allow all %n</source>
   <translation>
    <numerusform>Alle %n erlauben</numerusform>
    <numerusform>Alle %n erlauben</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/approval.py" />
   <source>Allow all %n anyway</source>
   <translation>
    <numerusform>Alle %n trotzdem erlauben</numerusform>
    <numerusform>Alle %n trotzdem erlauben</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>Git</source>
   <translation>Git</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>In its own words: {words}</source>
   <translation>In eigenen Worten: {words}</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>Nothing would change.</source>
   <translation>Nichts würde sich ändern.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>The difference is cut here; open the file to see the rest.</source>
   <translation>Der Unterschied ist hier abgeschnitten; der Rest steht in der Datei.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>The present file could not be read: only what it says is shown.</source>
   <translation>Die jetzige Datei war nicht lesbar: Gezeigt wird nur, was die Anfrage nennt.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>The whole request</source>
   <translation>Die ganze Anfrage</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>This is not the whole request. Read it in the terminal before you allow it.</source>
   <translation>Das ist nicht die ganze Anfrage. Vor dem Erlauben im Terminal lesen.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>What it wants to replace is not in the file now.</source>
   <translation>Was ersetzt werden soll, steht jetzt nicht in der Datei.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>What it wants to replace stands there more than once.</source>
   <translation>Was ersetzt werden soll, steht dort mehr als einmal.</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>What would change</source>
   <translation>Was sich ändern würde</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>clean</source>
   <translation>sauber</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>no branch ({head})</source>
   <translation>kein Branch ({head})</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>no repository</source>
   <translation>kein Repository</translation>
  </message>
  <message>
   <location filename="ui/agent/approval.py" />
   <source>{added} lines come, {removed} go.</source>
   <translation>{added} Zeilen kommen, {removed} gehen.</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Allow anyway</source>
   <translation>Trotzdem erlauben</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Allow for this session</source>
   <translation>Für diese Sitzung erlauben</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Answer every question first</source>
   <translation>Erst jede Frage beantworten</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Answer this one in its terminal.</source>
   <translation>Diese im Terminal beantworten.</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Approve this plan?</source>
   <translation>Diesen Plan freigeben?</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Asked by a subagent</source>
   <translation>Von einem Subagenten gefragt</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>For this session</source>
   <translation>Für diese Sitzung</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>In your own words</source>
   <translation>In eigenen Worten</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>It asks you</source>
   <translation>Eine Frage</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>It wants a form filled</source>
   <translation>Ein Formular ist auszufüllen</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>May it run this?</source>
   <translation>Darf das ausgeführt werden?</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Other answer</source>
   <translation>Andere Antwort</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Other: in your own words</source>
   <translation>Anders: in eigenen Worten</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Reason (optional)</source>
   <translation>Grund (freiwillig)</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Send answer</source>
   <translation>Antwort senden</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>What should change? (optional)</source>
   <translation>Was soll sich ändern? (freiwillig)</translation>
  </message>
  <message>
   <location filename="ui/agent/ask_form.py" />
   <source>Your answer is on its way.</source>
   <translation>Die Antwort ist unterwegs.</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Allowed</source>
   <translation>Erlaubt</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Allowed for the session</source>
   <translation>Für die Sitzung erlaubt</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Answered</source>
   <translation>Beantwortet</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Decided</source>
   <translation>Entschieden</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Denied</source>
   <translation>Abgelehnt</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Nobody decided</source>
   <translation>Niemand entschied</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Nothing was decided yet.</source>
   <translation>Noch wurde nichts entschieden.</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>Reading…</source>
   <translation>Wird gelesen …</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>in a notification</source>
   <translation>in einer Benachrichtigung</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>in the terminal</source>
   <translation>im Terminal</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>on the board</source>
   <translation>auf dem Board</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>on the command line</source>
   <translation>auf der Befehlszeile</translation>
  </message>
  <message>
   <location filename="ui/agent/decisions.py" />
   <source>somewhere else</source>
   <translation>anderswo</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Active</source>
   <translation>Aktiv</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Agent</source>
   <translation>Agent</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Agents are not ordered by priority now.</source>
   <translation>Agenten werden gerade nicht nach Priorität geordnet.</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Branch</source>
   <translation>Branch</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Command since</source>
   <translation>Befehl seit</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Disagree</source>
   <translation>Widersprechen</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Ended</source>
   <translation>Beendet</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>It has ended.</source>
   <translation>Er ist beendet.</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Last heard</source>
   <translation>Zuletzt gehört</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Lived</source>
   <translation>Lebte</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>No reason was given.</source>
   <translation>Es wurde kein Grund genannt.</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Not visible</source>
   <translation>Nicht zu sehen</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Nothing measures it: that needs a language model, and none is set up.</source>
   <translation>Nichts misst das: Nötig ist ein Sprachmodell, und keines ist eingerichtet.</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Pane</source>
   <translation>Pane</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Path</source>
   <translation>Pfad</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Persona</source>
   <translation>Persona</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Program</source>
   <translation>Programm</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Reason</source>
   <translation>Grund</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Recent</source>
   <translation>Zuletzt</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Rule</source>
   <translation>Regel</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Said by</source>
   <translation>Gesagt von</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Score</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Session</source>
   <translation>Sitzung</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Since</source>
   <translation>Seit</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Started</source>
   <translation>Gestartet</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>State</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Transcript</source>
   <translation>Transkript</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>Updated</source>
   <translation>Aktualisiert</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>calm</source>
   <translation>ruhig</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>frustrated</source>
   <translation>frustriert</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>no</source>
   <translation>nein</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>nobody</source>
   <translation>niemand</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>nobody; it is an assumption</source>
   <translation>niemand; es ist eine Annahme</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>not known</source>
   <translation>nicht bekannt</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>not measured yet</source>
   <translation>noch nicht gemessen</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>nothing</source>
   <translation>nichts</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>tense</source>
   <translation>angespannt</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>yes</source>
   <translation>ja</translation>
  </message>
  <message>
   <location filename="ui/agent/facts.py" />
   <source>{clock} ({age} ago)</source>
   <translation>{clock} (vor {age})</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/header.py" />
   <source>%n in background</source>
   <translation>
    <numerusform>%n im Hintergrund</numerusform>
    <numerusform>%n im Hintergrund</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/header.py" />
   <source>%n turns</source>
   <translation>
    <numerusform>%n Zug</numerusform>
    <numerusform>%n Züge</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Bring its terminal to the front (Enter on a card)</source>
   <translation>Sein Terminal nach vorn holen (Enter auf einer Karte)</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Copy everything as Markdown</source>
   <translation>Alles als Markdown kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Copy the session id</source>
   <translation>Sitzungs-ID kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Go on with this session in a new tmux pane</source>
   <translation>Diese Sitzung in einer neuen tmux-Pane fortsetzen</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Interrupt (Esc in its terminal)</source>
   <translation>Unterbrechen (Esc in seinem Terminal)</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Its own name</source>
   <translation>Eigener Name</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Mark as seen</source>
   <translation>Als gesehen markieren</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Name of the agent</source>
   <translation>Name des Agenten</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Open a terminal on it</source>
   <translation>Ein Terminal dafür öffnen</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Rename…</source>
   <translation>Umbenennen …</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Resume in tmux</source>
   <translation>In tmux fortsetzen</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Show the transcript</source>
   <translation>Transkript zeigen</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Shut down</source>
   <translation>Herunterfahren</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Shut down…</source>
   <translation>Herunterfahren …</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Shut the agent down</source>
   <translation>Den Agenten herunterfahren</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>Take off the board</source>
   <translation>Vom Board nehmen</translation>
  </message>
  <message>
   <location filename="ui/agent/header.py" />
   <source>context {percent}%</source>
   <translation>Kontext {percent} %</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>Agent asks</source>
   <translation>Agent fragt</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>Agent, finished</source>
   <translation>Agent, fertig</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>Earlier turns</source>
   <translation>Frühere Züge</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>Nothing was said yet.</source>
   <translation>Noch wurde nichts gesagt.</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>You</source>
   <translation>Ich</translation>
  </message>
  <message>
   <location filename="ui/agent/history.py" />
   <source>You, answering</source>
   <translation>Ich, als Antwort</translation>
  </message>
  <message>
   <location filename="ui/agent/nobody.py" />
   <source>Choose a card on the board to see its agent here.</source>
   <translation>Eine Karte auf dem Board wählen, um hier ihren Agenten zu sehen.</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>All right</source>
   <translation>In Ordnung</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>Copy the command</source>
   <translation>Befehl kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>Nobody decided: the agent went on or is gone, at {time}.</source>
   <translation>Niemand entschied: Der Agent machte weiter oder ist weg, um {time}.</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>Open a terminal</source>
   <translation>Terminal öffnen</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>Put into the reply</source>
   <translation>In die Antwort übernehmen</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>That question is closed. What you had typed is kept:</source>
   <translation>Diese Frage ist geschlossen. Das Getippte bleibt erhalten:</translation>
  </message>
  <message>
   <location filename="ui/agent/notices.py" />
   <source>{decided} {where}, at {time}.</source>
   <translation>{decided} {where}, um {time}.</translation>
  </message>
  <message>
   <location filename="ui/agent/panel.py" />
   <source>Instruction</source>
   <translation>Anweisung</translation>
  </message>
  <message>
   <location filename="ui/agent/panel.py" />
   <source>Last said</source>
   <translation>Zuletzt gesagt</translation>
  </message>
  <message>
   <location filename="ui/agent/panel.py" />
   <source>The whole text</source>
   <translation>Der ganze Text</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>No command yet.</source>
   <translation>Noch kein Befehl.</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>Nothing was said in it.</source>
   <translation>Darin wurde nichts gesagt.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/past.py" />
   <source>Only the first %n turns are listed; the history below has all.</source>
   <translation>
    <numerusform>Nur der erste Zug ist aufgeführt; der Verlauf unten hat alle.</numerusform>
    <numerusform>Nur die ersten %n Züge sind aufgeführt; der Verlauf unten hat alle.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>Show the whole text</source>
   <translation>Ganzen Text zeigen</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>View full</source>
   <translation>Ganz zeigen</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>View the whole text of: {words}</source>
   <translation>Den ganzen Text zeigen von: {words}</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>a new instruction came first</source>
   <translation>eine neue Anweisung kam zuvor</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>failed</source>
   <translation>fehlgeschlagen</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>finished</source>
   <translation>fertig</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>interrupted</source>
   <translation>unterbrochen</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>killed</source>
   <translation>abgebrochen</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>over; how it ended is not known</source>
   <translation>vorbei; wie es endete, ist nicht bekannt</translation>
  </message>
  <message>
   <location filename="ui/agent/past.py" />
   <source>under way</source>
   <translation>in Arbeit</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>A question is open: answer it above. Text goes to the prompt once it is closed.</source>
   <translation>Eine Frage ist offen: oben antworten. Text geht an den Prompt, sobald sie geschlossen ist.</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Ctrl+Enter</source>
   <translation>Strg+Enter</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Ctrl+Enter sends.</source>
   <translation>Strg+Enter sendet.</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>It works: your text waits in its queue. Ctrl+Enter sends.</source>
   <translation>Er arbeitet: Der Text wartet in seiner Schlange. Strg+Enter sendet.</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Put back</source>
   <translation>Zurücklegen</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Put the text back into the box</source>
   <translation>Den Text ins Feld zurücklegen</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Reply</source>
   <translation>Antwort</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Send</source>
   <translation>Senden</translation>
  </message>
  <message>
   <location filename="ui/agent/reply_box.py" />
   <source>Write to this agent…</source>
   <translation>Diesem Agenten schreiben …</translation>
  </message>
  <message>
   <location filename="ui/agent/section.py" />
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/section.py" />
   <source>Copy “{title}” as Markdown</source>
   <translation>„{title}“ als Markdown kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Commands</source>
   <translation>Befehle</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Decisions</source>
   <translation>Entscheidungen</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Identity</source>
   <translation>Identität</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Lifecycle</source>
   <translation>Lebenslauf</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Priority</source>
   <translation>Priorität</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Recent frustration</source>
   <translation>Frustration zuletzt</translation>
  </message>
  <message>
   <location filename="ui/agent/sections.py" />
   <source>Why this state?</source>
   <translation>Warum dieser Zustand?</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Copy the path</source>
   <translation>Pfad kopieren</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>How it begins:</source>
   <translation>So beginnt sie:</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>How the recording begins</source>
   <translation>Wie die Aufzeichnung beginnt</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Open the folder</source>
   <translation>Ordner öffnen</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Save a recording</source>
   <translation>Aufzeichnung speichern</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Save what led to this state, to report it</source>
   <translation>Speichern, was zu diesem Zustand führte, um es zu melden</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/agent/wrong.py" />
   <source>Saved, %n messages. Prompts, answers, paths and names are replaced by made-up words; only kinds of events, times and the words of the agent program are left. Your own words above stand in its first line as you wrote them. Nothing was sent.</source>
   <translation>
    <numerusform>Gespeichert, %n Nachricht. Prompts, Antworten, Pfade und Namen sind durch erfundene Wörter ersetzt; übrig sind nur Arten von Ereignissen, Zeiten und die Wörter des Agentenprogramms. Die eigenen Worte von oben stehen unverändert in der ersten Zeile. Nichts wurde gesendet.</numerusform>
    <numerusform>Gespeichert, %n Nachrichten. Prompts, Antworten, Pfade und Namen sind durch erfundene Wörter ersetzt; übrig sind nur Arten von Ereignissen, Zeiten und die Wörter des Agentenprogramms. Die eigenen Worte von oben stehen unverändert in der ersten Zeile. Nichts wurde gesendet.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>Saving…</source>
   <translation>Wird gespeichert …</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>The recording</source>
   <translation>Die Aufzeichnung</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>This is wrong</source>
   <translation>Das ist falsch</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>What happened, in your own words (optional)</source>
   <translation>Was geschah, in eigenen Worten (freiwillig)</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>What would be right</source>
   <translation>Was richtig wäre</translation>
  </message>
  <message>
   <location filename="ui/agent/wrong.py" />
   <source>What would be right?</source>
   <translation>Was wäre richtig?</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/banner.py" />
   <source>%n more notices</source>
   <translation>
    <numerusform>%n weitere Meldung</numerusform>
    <numerusform>%n weitere Meldungen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/banner.py" />
   <source>%n more troubles</source>
   <translation>
    <numerusform>%n weitere Störung</numerusform>
    <numerusform>%n weitere Störungen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/banner.py" />
   <source>%n settings are not used</source>
   <translation>
    <numerusform>%n Einstellung wird nicht benutzt</numerusform>
    <numerusform>%n Einstellungen werden nicht benutzt</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>1 more notice</source>
   <translation>1 weitere Meldung</translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>1 more trouble</source>
   <translation>1 weitere Störung</translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>Put aside</source>
   <translation>Beiseitelegen</translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>The terminal did not come to the front</source>
   <translation>Das Terminal kam nicht nach vorn</translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>and</source>
   <translation>und</translation>
  </message>
  <message>
   <location filename="ui/banner.py" />
   <source>more</source>
   <translation>mehr</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Bring its terminal to the front</source>
   <translation>Sein Terminal nach vorn holen</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Edit</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Edit the objective</source>
   <translation>Ziel ändern</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Enter</source>
   <translation>Enter</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>None is set. Say what you work towards, and agents are ordered by how much they serve it.</source>
   <translation>Keines gesetzt. Ein Ziel angeben, und Agenten werden danach geordnet, wie sehr sie ihm dienen.</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Objective</source>
   <translation>Ziel</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Order agents by how much they serve the objective</source>
   <translation>Agenten danach ordnen, wie sehr sie dem Ziel dienen</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Priority off</source>
   <translation>Priorität aus</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Priority on</source>
   <translation>Priorität an</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Recommended next</source>
   <translation>Empfohlen als Nächstes</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Recommended next: {name}. {reason}</source>
   <translation>Empfohlen als Nächstes: {name}. {reason}</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Set an objective</source>
   <translation>Ein Ziel setzen</translation>
  </message>
  <message>
   <location filename="ui/board/bars.py" />
   <source>Set one</source>
   <translation>Setzen</translation>
  </message>
  <message>
   <location filename="ui/board/board.py" />
   <source>Board</source>
   <translation>Board</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/column.py" />
   <source>%n more</source>
   <translation>
    <numerusform>%n weiterer</numerusform>
    <numerusform>%n weitere</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Fold this column</source>
   <translation>Diese Spalte einklappen</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>No agent is here.</source>
   <translation>Hier ist kein Agent.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>No session has ended yet.</source>
   <translation>Noch ist keine Sitzung beendet.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Nobody here matches.</source>
   <translation>Niemand hier passt.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Nobody is idle.</source>
   <translation>Niemand ist untätig.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Nobody is working.</source>
   <translation>Niemand arbeitet.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Nobody waits for you.</source>
   <translation>Niemand wartet.</translation>
  </message>
  <message>
   <location filename="ui/board/column.py" />
   <source>Show this column</source>
   <translation>Diese Spalte zeigen</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/composer.py" />
   <source>%n options</source>
   <translation>
    <numerusform>%n Möglichkeit</numerusform>
    <numerusform>%n Möglichkeiten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/composer.py" />
   <source>%n questions</source>
   <translation>
    <numerusform>%n Frage</numerusform>
    <numerusform>%n Fragen</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/board/composer.py" />
   <source>now</source>
   <translation>jetzt</translation>
  </message>
  <message>
   <location filename="ui/board/composer.py" />
   <source>priority {score}</source>
   <translation>Priorität {score}</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/facts.py" />
   <source>%n asks</source>
   <translation>
    <numerusform>%n Anfrage</numerusform>
    <numerusform>%n Anfragen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/facts.py" />
   <source>%n shells</source>
   <translation>
    <numerusform>%n Shell</numerusform>
    <numerusform>%n Shells</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/facts.py" />
   <source>%n subagents</source>
   <translation>
    <numerusform>%n Subagent</numerusform>
    <numerusform>%n Subagenten</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/facts.py" />
   <source>%n teammates</source>
   <translation>
    <numerusform>%n Mitstreiter</numerusform>
    <numerusform>%n Mitstreiter</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>1 shell</source>
   <translation>1 Shell</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>1 subagent</source>
   <translation>1 Subagent</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>1 teammate</source>
   <translation>1 Mitstreiter</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>1 turn</source>
   <translation>1 Zug</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>: {count} tokens</source>
   <translation>: {count} Token</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>Held back until {time}.</source>
   <translation>Zurückgehalten bis {time}.</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>Held back.</source>
   <translation>Zurückgehalten.</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>It runs in tmux: what you write here reaches it.</source>
   <translation>Er läuft in tmux: Was hier geschrieben wird, kommt bei ihm an.</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>Not scored yet; it counts as 50.</source>
   <translation>Noch nicht bewertet; zählt als 50.</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>Priority {score} of 100 ({band}).</source>
   <translation>Priorität {score} von 100 ({band}).</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>ctx {percent}</source>
   <translation>Ktx {percent}</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>ctx {percent} · {word}</source>
   <translation>Ktx {percent} · {word}</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>do not disturb</source>
   <translation>nicht stören</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>enough for this hour</source>
   <translation>genug für diese Stunde</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>filling</source>
   <translation>füllt sich</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>high</source>
   <translation>hoch</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>low</source>
   <translation>niedrig</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>middle</source>
   <translation>mittel</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>muted</source>
   <translation>stumm</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>nearly full</source>
   <translation>fast voll</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>not seen yet</source>
   <translation>noch nicht gesehen</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>not told: {why}</source>
   <translation>nicht gemeldet: {why}</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>off for this kind</source>
   <translation>aus für diese Art</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>off for this project</source>
   <translation>aus für dieses Projekt</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>other machine</source>
   <translation>anderer Rechner</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>outside tmux</source>
   <translation>außerhalb von tmux</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>pane gone</source>
   <translation>Pane weg</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>pane taken</source>
   <translation>Pane belegt</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>plan</source>
   <translation>Plan</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>quiet hours</source>
   <translation>Ruhezeit</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>read only</source>
   <translation>nur lesbar</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>snoozed</source>
   <translation>vertagt</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>snoozed until {time}</source>
   <translation>vertagt bis {time}</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>top</source>
   <translation>sehr hoch</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>you are looking at it</source>
   <translation>gerade im Blick</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>you are typing</source>
   <translation>gerade wird getippt</translation>
  </message>
  <message>
   <location filename="ui/board/facts.py" />
   <source>{percent} of the context window is used</source>
   <translation>{percent} des Kontextfensters sind belegt</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Cards</source>
   <translation>Karten</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Compact cards</source>
   <translation>Kompakte Karten</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Do not filter by {name} any more</source>
   <translation>Nicht mehr nach {name} filtern</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>How much of a card is shown</source>
   <translation>Wie viel von einer Karte zu sehen ist</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Order within a column</source>
   <translation>Ordnung in einer Spalte</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Order: {order}</source>
   <translation>Ordnung: {order}</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Search agents</source>
   <translation>Agenten suchen</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Search agents  ( / )</source>
   <translation>Agenten suchen  ( / )</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Shorten what is over</source>
   <translation>Erledigtes kürzen</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>Show only some projects</source>
   <translation>Nur manche Projekte zeigen</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>View by</source>
   <translation>Ansicht nach</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>View by {what}</source>
   <translation>Ansicht nach {what}</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>as needed</source>
   <translation>nach Bedarf</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>last active</source>
   <translation>zuletzt aktiv</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>name</source>
   <translation>Name</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>priority</source>
   <translation>Priorität</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>project</source>
   <translation>Projekt</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>state</source>
   <translation>Zustand</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>urgency</source>
   <translation>Dringlichkeit</translation>
  </message>
  <message>
   <location filename="ui/board/filter_bar.py" />
   <source>{shown} of {total}</source>
   <translation>{shown} von {total}</translation>
  </message>
  <message>
   <location filename="ui/board/lanes.py" />
   <source>All agents by priority</source>
   <translation>Alle Agenten nach Priorität</translation>
  </message>
  <message>
   <location filename="ui/board/lanes.py" />
   <source>Idle and done</source>
   <translation>Untätig und erledigt</translation>
  </message>
  <message>
   <location filename="ui/board/nothing.py" />
   <source>Every word must occur in its name, project, branch, instruction or last text.</source>
   <translation>Jedes Wort muss in Name, Projekt, Branch, Anweisung oder letztem Text vorkommen.</translation>
  </message>
  <message>
   <location filename="ui/board/nothing.py" />
   <source>No agent matches</source>
   <translation>Kein Agent passt</translation>
  </message>
  <message>
   <location filename="ui/board/nothing.py" />
   <source>Show all agents</source>
   <translation>Alle Agenten zeigen</translation>
  </message>
  <message>
   <location filename="ui/board/nothing.py" />
   <source>Show all agents  (Esc)</source>
   <translation>Alle Agenten zeigen  (Esc)</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/selection_bar.py" />
   <source>%n selected</source>
   <translation>
    <numerusform>%n ausgewählt</numerusform>
    <numerusform>%n ausgewählt</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>1 selected</source>
   <translation>1 ausgewählt</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>All ask for the same: {request}</source>
   <translation>Alle bitten um dasselbe: {request}</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>Allow all</source>
   <translation>Alle erlauben</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>Clear selection</source>
   <translation>Auswahl aufheben</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>Deny all</source>
   <translation>Alle ablehnen</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>Only ended or unknown agents can be taken off the board</source>
   <translation>Nur beendete oder unbekannte Agenten lassen sich vom Board nehmen</translation>
  </message>
  <message>
   <location filename="ui/board/selection_bar.py" />
   <source>Snooze</source>
   <translation>Vertagen</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/board/selection_bar.py" />
   <source>Take %n off the board</source>
   <translation>
    <numerusform>%n vom Board nehmen</numerusform>
    <numerusform>%n vom Board nehmen</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/board/snooze.py" />
   <source>For 1 hour</source>
   <translation>Für 1 Stunde</translation>
  </message>
  <message>
   <location filename="ui/board/snooze.py" />
   <source>For 15 minutes</source>
   <translation>Für 15 Minuten</translation>
  </message>
  <message>
   <location filename="ui/board/snooze.py" />
   <source>Not any more</source>
   <translation>Nicht mehr</translation>
  </message>
  <message>
   <location filename="ui/board/snooze.py" />
   <source>Until tomorrow</source>
   <translation>Bis morgen</translation>
  </message>
  <message>
   <location filename="ui/board/wide.py" />
   <source>Last seen</source>
   <translation>Zuletzt gesehen</translation>
  </message>
  <message>
   <location filename="ui/board/wide.py" />
   <source>not scored</source>
   <translation>nicht bewertet</translation>
  </message>
  <message>
   <location filename="ui/charts/box.py" />
   <source>As a table</source>
   <translation>Als Tabelle</translation>
  </message>
  <message>
   <location filename="ui/charts/box.py" />
   <source>The same figures, to be read line by line</source>
   <translation>Dieselben Zahlen, Zeile für Zeile zu lesen</translation>
  </message>
  <message>
   <location filename="ui/charts/box.py" />
   <source>{chart}: as a table</source>
   <translation>{chart}: als Tabelle</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/dialogs/diff.py" />
   <source>… cut here; %n more characters are not shown.</source>
   <translation>
    <numerusform>… hier abgeschnitten; %n weiteres Zeichen fehlt.</numerusform>
    <numerusform>… hier abgeschnitten; %n weitere Zeichen fehlen.</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Deutsch</source>
   <translation>Deutsch</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>English</source>
   <translation>English</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Help on this setting</source>
   <translation>Hilfe zu dieser Einstellung</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Help: {title}</source>
   <translation>Hilfe: {title}</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>High contrast</source>
   <translation>Hoher Kontrast</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>On</source>
   <translation>An</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Reset</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Take it out of the file: the default counts again</source>
   <translation>Aus der Datei nehmen: Der Standard gilt wieder</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>Terminal</source>
   <translation>Terminal</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>default:</source>
   <translation>Standard:</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>default: empty</source>
   <translation>Standard: leer</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>default: off</source>
   <translation>Standard: aus</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>default: on</source>
   <translation>Standard: an</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>one on each line</source>
   <translation>je Zeile eines</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>set by</source>
   <translation>gesetzt durch</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>set in the file</source>
   <translation>in der Datei gesetzt</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>set when it was started</source>
   <translation>beim Start gesetzt</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>the default</source>
   <translation>der Standard</translation>
  </message>
  <message>
   <location filename="ui/dialogs/field.py" />
   <source>{least} to {most}</source>
   <translation>{least} bis {most}</translation>
  </message>
  <message>
   <location filename="ui/dialogs/marks.py" />
   <source>Limited</source>
   <translation>Eingeschränkt</translation>
  </message>
  <message>
   <location filename="ui/dialogs/marks.py" />
   <source>Missing</source>
   <translation>Fehlt</translation>
  </message>
  <message>
   <location filename="ui/dialogs/marks.py" />
   <source>Not known</source>
   <translation>Nicht bekannt</translation>
  </message>
  <message>
   <location filename="ui/dialogs/marks.py" />
   <source>Not there</source>
   <translation>Nicht da</translation>
  </message>
  <message>
   <location filename="ui/dialogs/marks.py" />
   <source>Works</source>
   <translation>Funktioniert</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>A quotation mark in the arguments is not closed.</source>
   <translation>Ein Anführungszeichen in den Argumenten ist nicht geschlossen.</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Arguments</source>
   <translation>Argumente</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Choose…</source>
   <translation>Wählen …</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Give the whole path of the folder, from / or ~ on.</source>
   <translation>Den ganzen Pfad des Ordners angeben, ab / oder ~.</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>It runs in a tmux session of its own and goes on when this program or its terminal is closed.</source>
   <translation>Er läuft in einer eigenen tmux-Sitzung und läuft weiter, wenn dieses Programm oder sein Terminal geschlossen wird.</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Looking for tmux and the agent…</source>
   <translation>tmux und der Agent werden gesucht …</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>None yet: choose a folder.</source>
   <translation>Noch keine: einen Ordner wählen.</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Project folder</source>
   <translation>Projektordner</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Recent projects</source>
   <translation>Letzte Projekte</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Start an agent</source>
   <translation>Agenten starten</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>Start an agent in which project?</source>
   <translation>In welchem Projekt einen Agenten starten?</translation>
  </message>
  <message>
   <location filename="ui/dialogs/start.py" />
   <source>for example</source>
   <translation>zum Beispiel</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>About Headspace</source>
   <translation>Über Headspace</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Free software under the MIT licence. Qt and PySide are used under the LGPL, version 3: they are separate libraries that you may replace by your own.</source>
   <translation>Freie Software unter der MIT-Lizenz. Qt und PySide werden unter der LGPL, Version 3, benutzt: Es sind getrennte Bibliotheken, die sich durch eigene ersetzen lassen.</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Headspace Desktop</source>
   <translation>Headspace Desktop</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Home</source>
   <translation>Startseite</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>It is built with</source>
   <translation>Gebaut mit</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Libraries</source>
   <translation>Bibliotheken</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Library</source>
   <translation>Bibliothek</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Licence</source>
   <translation>Lizenz</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>The program's icon</source>
   <translation>Das Symbol des Programms</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Version</source>
   <translation>Version</translation>
  </message>
  <message>
   <location filename="ui/pages/about.py" />
   <source>Watches your coding agents and takes you to the right one. Nothing leaves this machine.</source>
   <translation>Beobachtet Coding-Agenten und führt zum richtigen. Nichts verlässt diesen Rechner.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>19 of 20 decisions took no longer (p95).</source>
   <translation>19 von 20 Entscheidungen dauerten nicht länger (p95).</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>19 of 20 within</source>
   <translation>19 von 20 binnen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Activity</source>
   <translation>Aktivität</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Activity: back to now</source>
   <translation>Aktivität: zurück zu jetzt</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Activity: one period earlier</source>
   <translation>Aktivität: ein Zeitraum früher</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Activity: one period later</source>
   <translation>Aktivität: ein Zeitraum später</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Agents</source>
   <translation>Agenten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Agents waited for you</source>
   <translation>Agenten warteten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>All waiting of all agents added up.</source>
   <translation>Alles Warten aller Agenten zusammen.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>By cause</source>
   <translation>Nach Ursache</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>By project</source>
   <translation>Nach Projekt</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Count</source>
   <translation>Anzahl</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Half decided within</source>
   <translation>Hälfte entschieden binnen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Hour</source>
   <translation>Stunde</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>How it went</source>
   <translation>Wie es lief</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>How this is counted</source>
   <translation>Wie gezählt wird</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Leave out the nights (22:00 to 07:00)</source>
   <translation>Die Nächte auslassen (22:00 bis 07:00)</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Minutes</source>
   <translation>Minuten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Minutes waited, by the hour of the day</source>
   <translation>Gewartete Minuten nach Tagesstunde</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Nine of ten decisions took no longer (p90).</source>
   <translation>Neun von zehn Entscheidungen dauerten nicht länger (p90).</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Nine of ten within</source>
   <translation>Neun von zehn binnen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Nothing happened in this period.</source>
   <translation>In diesem Zeitraum geschah nichts.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Nothing was asked.</source>
   <translation>Nichts wurde gefragt.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Open the page of this project</source>
   <translation>Die Seite dieses Projekts öffnen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Projects and agents</source>
   <translation>Projekte und Agenten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Show this agent</source>
   <translation>Diesen Agenten zeigen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>The middle of all times to a decision (p50).</source>
   <translation>Die Mitte aller Zeiten bis zur Entscheidung (p50).</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Time to a decision</source>
   <translation>Zeit bis zur Entscheidung</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Turns</source>
   <translation>Züge</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Waiting for you</source>
   <translation>Wartet auf Antwort</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Waiting now</source>
   <translation>Wartet jetzt</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>Waits and the time to decisions count without these hours.</source>
   <translation>Warten und Zeiten bis zur Entscheidung zählen ohne diese Stunden.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity.py" />
   <source>What agents want and nobody has decided.</source>
   <translation>Was Agenten wollen und niemand entschieden hat.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/activity.py" />
   <source>agents %n</source>
   <translation>
    <numerusform>Agenten %n</numerusform>
    <numerusform>Agenten %n</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/activity.py" />
   <source>decisions: %n</source>
   <translation>
    <numerusform>Entscheidungen: %n</numerusform>
    <numerusform>Entscheidungen: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Active agents</source>
   <translation>Aktive Agenten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Agents worked</source>
   <translation>Agenten arbeiteten</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>All that you and the agents said; not what programs told each other.</source>
   <translation>Alles, was Person und Agenten sagten; nicht, was Programme einander mitteilten.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Average turn time</source>
   <translation>Mittlere Zugdauer</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Different agents that said something or were told something.</source>
   <translation>Verschiedene Agenten, die etwas sagten oder denen etwas gesagt wurde.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Frustration</source>
   <translation>Frustration</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>The mean of all scores of your own messages, from 0 to 10.</source>
   <translation>Das Mittel aller Werte der eigenen Nachrichten, von 0 bis 10.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>The mean time between two turns of one agent within the same hour; longer pauses do not count.</source>
   <translation>Die mittlere Zeit zwischen zwei Zügen eines Agenten in derselben Stunde; längere Pausen zählen nicht.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Turns per hour</source>
   <translation>Züge je Stunde</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>Turns, divided by the hours of the period that have passed.</source>
   <translation>Züge, geteilt durch die vergangenen Stunden des Zeitraums.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>highest frustration {most}</source>
   <translation>höchste Frustration {most}</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>highest {most} at {time}</source>
   <translation>höchste {most} um {time}</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>not measured</source>
   <translation>nicht gemessen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>turn time {length}</source>
   <translation>Zugdauer {length}</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/activity_view.py" />
   <source>turns %n</source>
   <translation>
    <numerusform>Züge %n</numerusform>
    <numerusform>Züge %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>worked {length}</source>
   <translation>gearbeitet {length}</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_view.py" />
   <source>{figure} per hour</source>
   <translation>{figure} je Stunde</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>A notification was shown, and nothing was decided.</source>
   <translation>Eine Benachrichtigung erschien, und nichts wurde entschieden.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>A notification was shown; the first sign of you came more than a minute later.</source>
   <translation>Eine Benachrichtigung erschien; das erste Lebenszeichen kam mehr als eine Minute später.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>An agent is blocked from the moment it asks (a permission, a question, a plan, or a question at the end of its text) until you decide, it goes on, or it ends. Several requests of one agent at the same time count once; two agents that wait beside each other count both. What is still open counts until now. The time to a decision belongs to the period in which it was asked, and only decisions of yours count in it. Half of all decisions took no longer than p50, nine of ten no longer than p90.</source>
   <translation>Ein Agent ist blockiert, sobald er etwas will (Erlaubnis, Frage, Plan oder Frage am Ende seines Textes), bis entschieden ist, er weitermacht oder endet. Mehrere Anfragen eines Agenten zur selben Zeit zählen einmal; zwei Agenten, die nebeneinander warten, zählen beide. Offenes zählt bis jetzt. Die Zeit bis zur Entscheidung gehört zu dem Zeitraum, in dem gefragt wurde, und nur eigene Entscheidungen zählen darin. Die Hälfte aller Entscheidungen dauerte nicht länger als p50, neun von zehn nicht länger als p90.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Beside each bar, frustration from 0 to 10: the line from the lowest to the highest score, the box one standard deviation around the mean, the notch at the mean. Green is calm, amber raised (from 4), red high (from 7).</source>
   <translation>Neben jedem Balken die Frustration von 0 bis 10: die Linie vom niedrigsten zum höchsten Wert, der Kasten eine Standardabweichung um das Mittel, die Kerbe beim Mittel. Grün ist ruhig, Bernstein erhöht (ab 4), Rot hoch (ab 7).</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>From</source>
   <translation>Von</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Frustration is not measured yet: nothing scores your messages, because that needs the language model, which is not set up.</source>
   <translation>Frustration wird noch nicht gemessen: Nichts bewertet die Nachrichten, denn dafür ist das Sprachmodell nötig, das nicht eingerichtet ist.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Highest</source>
   <translation>Höchste</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>How long agents had a command under way, without the time in which they waited for you. Agents that work beside each other count each; an open command counts until its agent was last heard of.</source>
   <translation>Wie lange Agenten einen Befehl in Arbeit hatten, ohne die Zeit, in der sie warteten. Agenten, die nebeneinander arbeiten, zählen einzeln; ein offener Befehl zählt, bis der Agent zuletzt gehört wurde.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>It took more than a minute and no notification was shown: muted, switched off or not running.</source>
   <translation>Es dauerte mehr als eine Minute, und keine Benachrichtigung erschien: stumm, abgeschaltet oder nicht gestartet.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>It waits for less than a minute.</source>
   <translation>Es wartet seit weniger als einer Minute.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Just asked</source>
   <translation>Eben gefragt</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Missed</source>
   <translation>Verpasst</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Not told</source>
   <translation>Nicht gemeldet</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>On purpose</source>
   <translation>Mit Absicht</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Permission</source>
   <translation>Erlaubnis</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Plan</source>
   <translation>Plan</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Question</source>
   <translation>Frage</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Question in the text</source>
   <translation>Frage im Text</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Seen late</source>
   <translation>Spät gesehen</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>Within a minute</source>
   <translation>Binnen einer Minute</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>You decided within a minute.</source>
   <translation>Binnen einer Minute entschieden.</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>You put it off, or looked within a minute and decided later.</source>
   <translation>Vertagt, oder binnen einer Minute angesehen und später entschieden.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/activity_words.py" />
   <source>active agents: %n</source>
   <translation>
    <numerusform>aktive Agenten: %n</numerusform>
    <numerusform>aktive Agenten: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>average turn time {length}</source>
   <translation>mittlere Zugdauer {length}</translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>frustration {mean} ± {deviation}, lowest {least}, highest {most}, {count} scored</source>
   <translation>Frustration {mean} ± {deviation}, niedrigste {least}, höchste {most}, {count} bewertet</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/activity_words.py" />
   <source>turns: %n</source>
   <translation>
    <numerusform>Züge: %n</numerusform>
    <numerusform>Züge: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/activity_words.py" />
   <source>{hours}: agents waited {length}</source>
   <translation>{hours}: Agenten warteten {length}</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>All rows</source>
   <translation>Alle Zeilen</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Column to filter by</source>
   <translation>Spalte, nach der gefiltert wird</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Comparison</source>
   <translation>Vergleich</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Newest first</source>
   <translation>Neueste zuerst</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Oldest first</source>
   <translation>Älteste zuerst</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Order</source>
   <translation>Ordnung</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Value</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>Value to compare with</source>
   <translation>Wert zum Vergleichen</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>contains</source>
   <translation>enthält</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>is</source>
   <translation>ist</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>is empty</source>
   <translation>ist leer</translation>
  </message>
  <message>
   <location filename="ui/pages/conditions.py" />
   <source>is not empty</source>
   <translation>ist nicht leer</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/data.py" />
   <source>%n rows</source>
   <translation>
    <numerusform>%n Zeile</numerusform>
    <numerusform>%n Zeilen</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Allow edits</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Back to the rows before</source>
   <translation>Zurück zu den vorigen Zeilen</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Filter the rows</source>
   <translation>Zeilen filtern</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Go back to the rows before</source>
   <translation>Zu den vorigen Zeilen zurückgehen</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>No row is like that.</source>
   <translation>Keine Zeile ist so.</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Reading the tables…</source>
   <translation>Tabellen werden gelesen …</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Rows</source>
   <translation>Zeilen</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Tables</source>
   <translation>Tabellen</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>This table has no rows yet.</source>
   <translation>Diese Tabelle hat noch keine Zeilen.</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>Until this window is closed. The running program keeps some tables to itself.</source>
   <translation>Bis dieses Fenster geschlossen wird. Manche Tabellen behält das laufende Programm für sich.</translation>
  </message>
  <message>
   <location filename="ui/pages/data.py" />
   <source>more than {count} rows</source>
   <translation>mehr als {count} Zeilen</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/data.py" />
   <source>{table}, %n rows</source>
   <translation>
    <numerusform>{table}, %n Zeile</numerusform>
    <numerusform>{table}, %n Zeilen</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/detail.py" />
   <source>All of this row</source>
   <translation>Alles von dieser Zeile</translation>
  </message>
  <message>
   <location filename="ui/pages/detail.py" />
   <source>Close the details</source>
   <translation>Einzelheiten schließen</translation>
  </message>
  <message>
   <location filename="ui/pages/detail.py" />
   <source>Copy this row as JSON</source>
   <translation>Diese Zeile als JSON kopieren</translation>
  </message>
  <message>
   <location filename="ui/pages/detail.py" />
   <source>… cut here; {count} more characters are not shown.</source>
   <translation>… hier abgeschnitten; {count} weitere Zeichen fehlen.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/doctor.py" />
   <source>%n in order</source>
   <translation>
    <numerusform>%n in Ordnung</numerusform>
    <numerusform>%n in Ordnung</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/doctor.py" />
   <source>%n limited</source>
   <translation>
    <numerusform>%n eingeschränkt</numerusform>
    <numerusform>%n eingeschränkt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/doctor.py" />
   <source>%n missing</source>
   <translation>
    <numerusform>%n fehlt</numerusform>
    <numerusform>%n fehlen</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Copied.</source>
   <translation>Kopiert.</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Copy as text</source>
   <translation>Als Text kopieren</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Details</source>
   <translation>Einzelheiten</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Doctor</source>
   <translation>Doctor</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Everything works that could be looked at</source>
   <translation>Alles, was sich prüfen ließ, funktioniert</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Findings</source>
   <translation>Befunde</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>For a bug report</source>
   <translation>Für einen Fehlerbericht</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>It looked, and changed nothing.</source>
   <translation>Er sah nach und änderte nichts.</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Look again</source>
   <translation>Neu prüfen</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Looking again…</source>
   <translation>Wird neu geprüft …</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Looking at this desktop…</source>
   <translation>Diese Oberfläche wird geprüft …</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Looks at everything anew</source>
   <translation>Prüft alles von Neuem</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Remedy</source>
   <translation>Abhilfe</translation>
  </message>
  <message>
   <location filename="ui/pages/doctor.py" />
   <source>Topic</source>
   <translation>Thema</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/exporting.py" />
   <source>%n rows are written to {path}</source>
   <translation>
    <numerusform>%n Zeile steht in {path}</numerusform>
    <numerusform>%n Zeilen stehen in {path}</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>CSV, for a spreadsheet</source>
   <translation>CSV, für eine Tabellenkalkulation</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Export to a file</source>
   <translation>In eine Datei exportieren</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Export…</source>
   <translation>Export …</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>JSON lines, one object a line</source>
   <translation>JSON-Zeilen, ein Objekt je Zeile</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>JSON, one list</source>
   <translation>JSON, eine Liste</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Keep it</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>OK</source>
   <translation>OK</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Replace it</source>
   <translation>Ersetzen</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Stop</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>There is a file of that name: {path}</source>
   <translation>Eine Datei dieses Namens gibt es: {path}</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Write all rows that the filters let through to a file</source>
   <translation>Alle Zeilen, die die Filter durchlassen, in eine Datei schreiben</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Writing… {rows} of {total} rows</source>
   <translation>Wird geschrieben … {rows} von {total} Zeilen</translation>
  </message>
  <message>
   <location filename="ui/pages/exporting.py" />
   <source>Writing… {rows} rows</source>
   <translation>Wird geschrieben … {rows} Zeilen</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>All agents</source>
   <translation>Alle Agenten</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>All projects</source>
   <translation>Alle Projekte</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Any time</source>
   <translation>Jederzeit</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Last 24 hours</source>
   <translation>Letzte 24 Stunden</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Last 30 days</source>
   <translation>Letzte 30 Tage</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Last 7 days</source>
   <translation>Letzte 7 Tage</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Last hour</source>
   <translation>Letzte Stunde</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <location filename="ui/pages/filter_row.py" />
   <source>{agent} (ended)</source>
   <translation>{agent} (beendet)</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>(no key)</source>
   <translation>(keine Taste)</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>No</source>
   <translation>Nein</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Nothing found</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Open in the browser? %1</source>
   <translation>Im Browser öffnen? %1</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Reading the help…</source>
   <translation>Hilfe wird gelesen …</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Search the help</source>
   <translation>Hilfe durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Search the help  ( / )</source>
   <translation>Hilfe durchsuchen  ( / )</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>Topics</source>
   <translation>Themen</translation>
  </message>
  <message>
   <location filename="ui/pages/help.py" />
   <source>{keys} or {more}</source>
   <translation>{keys} oder {more}</translation>
  </message>
  <message>
   <location filename="ui/pages/hits.py" />
   <source>Agent said</source>
   <translation>Agent sagte</translation>
  </message>
  <message>
   <location filename="ui/pages/hits.py" />
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <location filename="ui/pages/hits.py" />
   <source>What was found</source>
   <translation>Was gefunden wurde</translation>
  </message>
  <message>
   <location filename="ui/pages/hits.py" />
   <source>You said</source>
   <translation>Selbst gesagt</translation>
  </message>
  <message>
   <location filename="ui/pages/hits.py" />
   <source>on {host}</source>
   <translation>auf {host}</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>All our lines stand in the file as they should.</source>
   <translation>Alle unsere Zeilen stehen in der Datei, wie sie sollen.</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Changed: some lines are missing</source>
   <translation>Geändert: Einige Zeilen fehlen</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>From another version</source>
   <translation>Aus einer anderen Version</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Hooks are lines in the agent's own settings file: by them it tells at once what it does. They deliver mail to this program and nothing else; your own hooks and settings stay as they are.</source>
   <translation>Hooks sind Zeilen in der eigenen Einstellungsdatei des Agenten: Durch sie meldet er sofort, was er tut. Sie liefern Post an dieses Programm und sonst nichts; eigene Hooks und Einstellungen bleiben, wie sie sind.</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Install</source>
   <translation>Installieren</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Installed</source>
   <translation>Installiert</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Installing would change this</source>
   <translation>Installieren würde dies ändern</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Leaves this folder alone from now on</source>
   <translation>Lässt diesen Ordner künftig in Ruhe</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Left out, because version {version} does not know them: {events}.</source>
   <translation>Weggelassen, weil Version {version} sie nicht kennt: {events}.</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Looking at the settings files…</source>
   <translation>Einstellungsdateien werden gelesen …</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Missing:</source>
   <translation>Fehlt:</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>No configuration folder is watched.</source>
   <translation>Kein Konfigurationsordner wird beobachtet.</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Not installed</source>
   <translation>Nicht installiert</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Nothing would be changed</source>
   <translation>Nichts würde geändert</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Removed by another program</source>
   <translation>Von einem anderen Programm entfernt</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Repair</source>
   <translation>Reparieren</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Repairing would change this</source>
   <translation>Reparieren würde dies ändern</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Runs the installed lines and sees whether their mail arrives</source>
   <translation>Führt die installierten Zeilen aus und sieht, ob ihre Post ankommt</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Self-test</source>
   <translation>Selbsttest</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Settings file</source>
   <translation>Einstellungsdatei</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Stop watching</source>
   <translation>Nicht mehr beobachten</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Switched off</source>
   <translation>Abgeschaltet</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Take our lines out</source>
   <translation>Unsere Zeilen herausnehmen</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>The file cannot be read</source>
   <translation>Die Datei ist nicht lesbar</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>The installed lines are run…</source>
   <translation>Die installierten Zeilen werden ausgeführt …</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>The status line is your own and is not read.</source>
   <translation>Die Statuszeile ist eine eigene und wird nicht gelesen.</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Uninstalling would change this</source>
   <translation>Deinstallieren würde dies ändern</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Uninstall…</source>
   <translation>Deinstallieren …</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>Watched folders</source>
   <translation>Beobachtete Ordner</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>What would be changed</source>
   <translation>Was geändert würde</translation>
  </message>
  <message>
   <location filename="ui/pages/hooks.py" />
   <source>learned from an agent</source>
   <translation>von einem Agenten erfahren</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>All decisions</source>
   <translation>Alle Entscheidungen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>All events</source>
   <translation>Alle Ereignisse</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>All levels</source>
   <translation>Alle Stufen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>By</source>
   <translation>Durch</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Closed</source>
   <translation>Geschlossen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Cost</source>
   <translation>Kosten</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Decided, not told how</source>
   <translation>Entschieden, unbekannt wie</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Digest shown</source>
   <translation>Sammelmeldung gezeigt</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Events</source>
   <translation>Ereignisse</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Held back</source>
   <translation>Zurückgehalten</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Inference calls</source>
   <translation>Inferenzaufrufe</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Level</source>
   <translation>Stufe</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>No call was ever made: no language model is asked for anything yet, and none without your setting.</source>
   <translation>Noch gab es keinen Aufruf: Kein Sprachmodell wird bisher gefragt, und keines ohne eigene Einstellung.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>No notification was shown or held back yet.</source>
   <translation>Noch wurde keine Benachrichtigung gezeigt oder zurückgehalten.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Nothing was decided yet. Every permission, plan and question is put down here once it is over.</source>
   <translation>Noch wurde nichts entschieden. Jede Erlaubnis, jeder Plan und jede Frage steht hier, sobald sie vorbei ist.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Nothing was heard yet.</source>
   <translation>Noch war nichts zu hören.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Out</source>
   <translation>Aus</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Purpose</source>
   <translation>Zweck</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Remove all events of this machine from the log? What agents said and did stays.</source>
   <translation>Alle Ereignisse dieses Rechners aus dem Protokoll entfernen? Was Agenten sagten und taten, bleibt.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Remove all inference calls from the log? What they cost is forgotten with them.</source>
   <translation>Alle Inferenzaufrufe aus dem Protokoll entfernen? Ihre Kosten werden mit vergessen.</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Result</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Search prompts and replies</source>
   <translation>Prompts und Antworten durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Search the decisions</source>
   <translation>Entscheidungen durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Search the events</source>
   <translation>Ereignisse durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Search the notifications</source>
   <translation>Benachrichtigungen durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Shown</source>
   <translation>Gezeigt</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Shown and held</source>
   <translation>Gezeigt und zurückgehalten</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Source</source>
   <translation>Quelle</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Tokens in</source>
   <translation>Token ein</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Took</source>
   <translation>Dauer</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Tool</source>
   <translation>Werkzeug</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>What was asked</source>
   <translation>Was gefragt wurde</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>Why</source>
   <translation>Warum</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>board</source>
   <translation>Board</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>cached</source>
   <translation>zwischengespeichert</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>command line</source>
   <translation>Befehlszeile</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>notification</source>
   <translation>Benachrichtigung</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>switched off for this kind</source>
   <translation>für diese Art abgeschaltet</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>switched off for this project</source>
   <translation>für dieses Projekt abgeschaltet</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>terminal</source>
   <translation>Terminal</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>the agent was snoozed</source>
   <translation>der Agent war vertagt</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>the desktop does not want to be disturbed</source>
   <translation>die Oberfläche will nicht gestört werden</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>too many within the hour</source>
   <translation>zu viele in der Stunde</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>until {time}</source>
   <translation>bis {time}</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>you were looking at it</source>
   <translation>war gerade im Blick</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>you were typing</source>
   <translation>es wurde getippt</translation>
  </message>
  <message>
   <location filename="ui/pages/log_columns.py" />
   <source>{count} ms</source>
   <translation>{count} ms</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Clear…</source>
   <translation>Leeren …</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Keep them</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Reading the log…</source>
   <translation>Protokoll wird gelesen …</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Remove all</source>
   <translation>Alle entfernen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Remove all rows of this log</source>
   <translation>Alle Zeilen dieses Protokolls entfernen</translation>
  </message>
  <message>
   <location filename="ui/pages/log_view.py" />
   <source>Remove {count}</source>
   <translation>{count} entfernen</translation>
  </message>
  <message>
   <location filename="ui/pages/logs.py" />
   <source>Logs</source>
   <translation>Protokolle</translation>
  </message>
  <message>
   <location filename="ui/pages/logs.py" />
   <source>Search the log</source>
   <translation>Protokoll durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/markdown.py" />
   <source>… cut here; the file is longer.</source>
   <translation>… hier abgeschnitten; die Datei ist länger.</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>All of them</source>
   <translation>Alle</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>Enter goes to the agent</source>
   <translation>Enter geht zum Agenten</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/notices.py" />
   <source>Held back now: %n</source>
   <translation>
    <numerusform>Gerade zurückgehalten: %n</numerusform>
    <numerusform>Gerade zurückgehalten: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>No notification was due yet. One that is shown or held back stands here with the reason.</source>
   <translation>Noch war keine Benachrichtigung fällig. Gezeigte und zurückgehaltene stehen hier mit dem Grund.</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>Notices</source>
   <translation>Meldungen</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>Recent notifications</source>
   <translation>Letzte Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>The log of notifications, with filters</source>
   <translation>Das Protokoll der Benachrichtigungen, mit Filtern</translation>
  </message>
  <message>
   <location filename="ui/pages/notices.py" />
   <source>an agent that is not here any more</source>
   <translation>ein Agent, der nicht mehr da ist</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Constraints</source>
   <translation>Bedingungen</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Earlier ones</source>
   <translation>Frühere</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>It takes effect with the next score of each agent.</source>
   <translation>Es wirkt mit dem nächsten Wert jedes Agenten.</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>New objective</source>
   <translation>Neues Ziel</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>New objective, not saved yet</source>
   <translation>Neues Ziel, noch nicht gespeichert</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Not saved yet</source>
   <translation>Noch nicht gespeichert</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Save an objective first.</source>
   <translation>Erst ein Ziel speichern.</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Save the objective</source>
   <translation>Ziel speichern</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Shows again what is saved</source>
   <translation>Zeigt wieder, was gespeichert ist</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Take this objective out of the history</source>
   <translation>Dieses Ziel aus dem Verlauf nehmen</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>There was none before.</source>
   <translation>Davor gab es keines.</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>Too long: {count} of {most} characters</source>
   <translation>Zu lang: {count} von {most} Zeichen</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>What do you work towards?</source>
   <translation>Worauf wird hingearbeitet?</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>What has to hold, and what must not be done? It may stay empty</source>
   <translation>Was muss gelten, was darf nicht geschehen? Darf leer bleiben</translation>
  </message>
  <message>
   <location filename="ui/pages/objective.py" />
   <source>{start} to {end}</source>
   <translation>{start} bis {end}</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>At that moment no agent was on the board.</source>
   <translation>In diesem Moment war kein Agent auf dem Board.</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Back to now</source>
   <translation>Zurück zu jetzt</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Board of the past</source>
   <translation>Board der Vergangenheit</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Change before</source>
   <translation>Änderung davor</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Day</source>
   <translation>Tag</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Do not tell it further</source>
   <translation>Nicht weiter erzählen</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>How far the past is told</source>
   <translation>Wie weit die Vergangenheit erzählt ist</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Let time run on from here</source>
   <translation>Die Zeit von hier an laufen lassen</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Minute of the day</source>
   <translation>Minute des Tages</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Next change</source>
   <translation>Nächste Änderung</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Nothing is stored yet. What agents do from now on can be seen here later.</source>
   <translation>Noch ist nichts gespeichert. Was Agenten von jetzt an tun, lässt sich hier später sehen.</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Pause</source>
   <translation>Pause</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Play</source>
   <translation>Abspielen</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>Speed</source>
   <translation>Tempo</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>This is the past: {moment}. Nothing can be done here.</source>
   <translation>Das ist die Vergangenheit: {moment}. Hier lässt sich nichts tun.</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>To the board as it is now</source>
   <translation>Zum Board, wie es jetzt ist</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>To the change before this moment</source>
   <translation>Zur Änderung vor diesem Moment</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>To the next change</source>
   <translation>Zur nächsten Änderung</translation>
  </message>
  <message>
   <location filename="ui/pages/past.py" />
   <source>{speed} times</source>
   <translation>{speed}-fach</translation>
  </message>
  <message>
   <location filename="ui/pages/period_bar.py" />
   <source>Month</source>
   <translation>Monat</translation>
  </message>
  <message>
   <location filename="ui/pages/period_bar.py" />
   <source>One earlier</source>
   <translation>Eins früher</translation>
  </message>
  <message>
   <location filename="ui/pages/period_bar.py" />
   <source>One later</source>
   <translation>Eins später</translation>
  </message>
  <message>
   <location filename="ui/pages/period_bar.py" />
   <source>Week</source>
   <translation>Woche</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>An agent was started; it appears on the board as soon as it is ready.</source>
   <translation>Ein Agent wurde gestartet; er erscheint auf dem Board, sobald er bereit ist.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Calls</source>
   <translation>Aufrufe</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Cost in US$</source>
   <translation>Kosten in US$</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Delete</source>
   <translation>Löschen</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Forget this project with its agents and history; no file is touched</source>
   <translation>Dieses Projekt mit Agenten und Verlauf vergessen; keine Datei wird angerührt</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Inference is active</source>
   <translation>Inferenz ist aktiv</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Inference is paused since {moment}</source>
   <translation>Inferenz pausiert seit {moment}</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Inference is paused since {moment}: {reason}</source>
   <translation>Inferenz pausiert seit {moment}: {reason}</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Inference used</source>
   <translation>Genutzte Inferenz</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Input tokens</source>
   <translation>Eingabe-Token</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>No call was made yet.</source>
   <translation>Noch gab es keinen Aufruf.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Pause inference</source>
   <translation>Inferenz pausieren</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Questions to a language model about this project and its agents.</source>
   <translation>Fragen an ein Sprachmodell über dieses Projekt und seine Agenten.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Read and written together.</source>
   <translation>Gelesen und geschrieben zusammen.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Read git</source>
   <translation>Git lesen</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Reads branch and repository from the project's folder</source>
   <translation>Liest Branch und Repository aus dem Projektordner</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Reason for the pause</source>
   <translation>Grund der Pause</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Resume inference</source>
   <translation>Inferenz fortsetzen</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Start an agent here</source>
   <translation>Hier einen Agenten starten</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Starting an agent…</source>
   <translation>Ein Agent wird gestartet …</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>The sum of what each call cost.</source>
   <translation>Die Summe der Kosten aller Aufrufe.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Tokens</source>
   <translation>Token</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>What was read by the model.</source>
   <translation>Was das Modell gelesen hat.</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>Why? It may stay empty</source>
   <translation>Warum? Darf leer bleiben</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>branch {name}</source>
   <translation>Branch {name}</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/project.py" />
   <source>failed: %n</source>
   <translation>
    <numerusform>fehlgeschlagen: %n</numerusform>
    <numerusform>fehlgeschlagen: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>known since {moment}</source>
   <translation>bekannt seit {moment}</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>last active {age} ago</source>
   <translation>zuletzt aktiv vor {age}</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>no agent was here yet</source>
   <translation>noch war kein Agent hier</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>repository not known</source>
   <translation>Repository nicht bekannt</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>repository {name}</source>
   <translation>Repository {name}</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>{live} of {all} agents live</source>
   <translation>{live} von {all} Agenten aktiv</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>{words}: aging</source>
   <translation>{words}: altert</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>{words}: stale, you may need a reboot</source>
   <translation>{words}: veraltet, ein Wiedereinstieg kann nötig sein</translation>
  </message>
  <message>
   <location filename="ui/pages/project.py" />
   <source>‹ All projects</source>
   <translation>‹ Alle Projekte</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>Earlier commands</source>
   <translation>Frühere Befehle</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>It was told nothing yet.</source>
   <translation>Ihm wurde noch nichts gesagt.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>No agent is live here.</source>
   <translation>Hier ist kein Agent aktiv.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>No agent was here yet.</source>
   <translation>Noch war kein Agent hier.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>Older ›</source>
   <translation>Ältere ›</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>Show ended</source>
   <translation>Beendete zeigen</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>Show this in the transcript</source>
   <translation>Dies im Transkript zeigen</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>There is more in the transcript.</source>
   <translation>Im Transkript steht mehr.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>Without words</source>
   <translation>Ohne Worte</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/project_agents.py" />
   <source>commands %n</source>
   <translation>
    <numerusform>Befehle %n</numerusform>
    <numerusform>Befehle %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>complete</source>
   <translation>fertig</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>frustration {score}</source>
   <translation>Frustration {score}</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>idle</source>
   <translation>untätig</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>told</source>
   <translation>gesagt</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>waits for you</source>
   <translation>wartet auf Antwort</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>{first}–{last} of {total}</source>
   <translation>{first}–{last} von {total}</translation>
  </message>
  <message>
   <location filename="ui/pages/project_agents.py" />
   <source>‹ Newer</source>
   <translation>‹ Neuere</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/project_documents.py" />
   <source>%n older ones are in the folder</source>
   <translation>
    <numerusform>%n ältere Fassung liegt im Ordner</numerusform>
    <numerusform>%n ältere liegen im Ordner</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Archive</source>
   <translation>Archiv</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Archived text</source>
   <translation>Archivierter Text</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Brain reboot</source>
   <translation>Wiedereinstieg</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Not written yet. It is put together from the waypoint and the progress summary; until this program does that itself, {file} is shown here as soon as it is there.</source>
   <translation>Noch nicht geschrieben. Er entsteht aus Wegpunkt und Fortschrittsbericht; bis dieses Programm das selbst tut, erscheint {file} hier, sobald die Datei da ist.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Not written yet. It needs the language model, which is not set up; {file} is shown here as soon as it is there.</source>
   <translation>Noch nicht geschrieben. Nötig ist das Sprachmodell, das nicht eingerichtet ist; {file} erscheint hier, sobald die Datei da ist.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Not written yet. Write what comes next, upcoming and later into {file} in the project's folder.</source>
   <translation>Noch nicht geschrieben. Was als Nächstes, demnächst und später kommt, gehört in {file} im Projektordner.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Nothing was archived yet. Whenever one of these files is replaced, the old one goes to {folder}.</source>
   <translation>Noch nichts archiviert. Wird eine dieser Dateien ersetzt, kommt die alte nach {folder}.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Progress summary</source>
   <translation>Fortschrittsbericht</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>The project's folder is not there, or cannot be looked into.</source>
   <translation>Der Projektordner ist nicht da oder nicht einsehbar.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>Waypoint</source>
   <translation>Wegpunkt</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>changed {moment}</source>
   <translation>geändert {moment}</translation>
  </message>
  <message>
   <location filename="ui/pages/project_documents.py" />
   <source>{name} is not there any more.</source>
   <translation>{name} ist nicht mehr da.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>A full path is needed, one that begins with /.</source>
   <translation>Nötig ist ein voller Pfad, der mit / beginnt.</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Add a project</source>
   <translation>Projekt hinzufügen</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Change {name}</source>
   <translation>{name} ändern</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Description</source>
   <translation>Beschreibung</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Full path, such as /home/me/project; required</source>
   <translation>Voller Pfad, etwa /home/ich/projekt; nötig</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>GitHub</source>
   <translation>GitHub</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Owner and name, such as owner/project</source>
   <translation>Besitzer und Name, etwa besitzer/projekt</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>What this project is</source>
   <translation>Was dieses Projekt ist</translation>
  </message>
  <message>
   <location filename="ui/pages/project_form.py" />
   <source>Without one: the name of the folder</source>
   <translation>Ohne: der Name des Ordners</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>Add a project…</source>
   <translation>Projekt hinzufügen …</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>Agents live / all</source>
   <translation>Agenten aktiv / alle</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>Inference</source>
   <translation>Inferenz</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>Last active</source>
   <translation>Zuletzt aktiv</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>No project yet. One comes with the first agent that works in it, or add one by its folder.</source>
   <translation>Noch kein Projekt. Eines kommt mit dem ersten Agenten, der darin arbeitet, oder über seinen Ordner.</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>Projects</source>
   <translation>Projekte</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>The project is not there any more.</source>
   <translation>Das Projekt ist nicht mehr da.</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>active</source>
   <translation>aktiv</translation>
  </message>
  <message>
   <location filename="ui/pages/projects.py" />
   <source>paused</source>
   <translation>pausiert</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>Before: {value}</source>
   <translation>Vorher: {value}</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>Close the row</source>
   <translation>Zeile schließen</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>Go to this row</source>
   <translation>Zu dieser Zeile gehen</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>JSON</source>
   <translation>JSON</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>Show these rows</source>
   <translation>Diese Zeilen zeigen</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>What points here</source>
   <translation>Was hierher zeigt</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>a row of {table}</source>
   <translation>eine Zeile von {table}</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>empty</source>
   <translation>leer</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>moment</source>
   <translation>Zeitpunkt</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>number</source>
   <translation>Zahl</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>text</source>
   <translation>Text</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>yes or no</source>
   <translation>ja oder nein</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>{count} or more</source>
   <translation>{count} oder mehr</translation>
  </message>
  <message>
   <location filename="ui/pages/row_form.py" />
   <source>{kind}; not to be changed: {why}</source>
   <translation>{kind}; nicht zu ändern: {why}</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/search.py" />
   <source>%n found, the newest first</source>
   <translation>
    <numerusform>%n gefunden</numerusform>
    <numerusform>%n gefunden, neueste zuerst</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>All words must be there; the last one may be half a word.
“exit code” in quotes is a phrase, -word leaves out what has it.</source>
   <translation>Alle Wörter müssen vorkommen; das letzte darf ein halbes sein.
„exit code“ in geraden Anführungszeichen ist eine Wendung, -wort schließt aus, was es enthält.</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Clear the filters</source>
   <translation>Filter leeren</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Everything</source>
   <translation>Alles</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Nothing with these words was found here. Other projects, agents or times may have it.</source>
   <translation>Mit diesen Wörtern fand sich hier nichts. In anderen Projekten, Agenten oder Zeiten vielleicht.</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Nothing with these words was found.</source>
   <translation>Mit diesen Wörtern fand sich nichts.</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Search</source>
   <translation>Suche</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Search the history</source>
   <translation>Verlauf durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Search what was said, asked and done</source>
   <translation>Suchen, was gesagt, gefragt und getan wurde</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>Searching…</source>
   <translation>Wird gesucht …</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>The newest {count}; more come as you scroll</source>
   <translation>Die neuesten {count}; beim Blättern kommen mehr</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>This agent left no transcript.</source>
   <translation>Dieser Agent hinterließ kein Transkript.</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>This was said on {host}; its transcript is there.</source>
   <translation>Das wurde auf {host} gesagt; dort liegt sein Transkript.</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>What I said</source>
   <translation>Was ich sagte</translation>
  </message>
  <message>
   <location filename="ui/pages/search.py" />
   <source>What agents said</source>
   <translation>Was Agenten sagten</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Claude Code</source>
   <translation>Claude Code</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>No setting is called so.</source>
   <translation>Keine Einstellung heißt so.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/settings.py" />
   <source>Not saved yet: %n</source>
   <translation>
    <numerusform>Noch nicht gespeichert: %n</numerusform>
    <numerusform>Noch nicht gespeichert: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Nothing was saved.</source>
   <translation>Nichts wurde gespeichert.</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/pages/settings.py" />
   <source>Nothing was saved. Fields to correct: %n</source>
   <translation>
    <numerusform>Nichts wurde gespeichert. Zu berichtigende Felder: %n</numerusform>
    <numerusform>Nichts wurde gespeichert. Zu berichtigende Felder: %n</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Reading the settings…</source>
   <translation>Einstellungen werden gelesen …</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Revert</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Save the settings</source>
   <translation>Einstellungen speichern</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Saved, and in force.</source>
   <translation>Gespeichert und in Kraft.</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Saved.</source>
   <translation>Gespeichert.</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Search the settings</source>
   <translation>Einstellungen durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Shows again what is in force</source>
   <translation>Zeigt wieder, was in Kraft ist</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>States</source>
   <translation>Zustände</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>Windows</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <location filename="ui/pages/settings.py" />
   <source>tmux</source>
   <translation>tmux</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Anywhere</source>
   <translation>Überall</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Changed by you.</source>
   <translation>Selbst geändert.</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Commands and their keys</source>
   <translation>Befehle und ihre Tasten</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Every command has the keys that it came with</source>
   <translation>Jeder Befehl hat seine ursprünglichen Tasten</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Give every command its first keys again</source>
   <translation>Jedem Befehl seine ursprünglichen Tasten zurückgeben</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Keyboard shortcuts</source>
   <translation>Tastenkürzel</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>No command is called so.</source>
   <translation>Kein Befehl heißt so.</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>On the board</source>
   <translation>Auf dem Board</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Press Enter on a command, then its new keys.</source>
   <translation>Auf einem Befehl Enter drücken, dann seine neuen Tasten.</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Reset all</source>
   <translation>Alle zurücksetzen</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Search by name or by key</source>
   <translation>Nach Name oder Taste suchen</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Search the commands</source>
   <translation>Befehle durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Take it from there</source>
   <translation>Dort wegnehmen</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>The keys that it came with</source>
   <translation>Die ursprünglichen Tasten</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>Where</source>
   <translation>Wo</translation>
  </message>
  <message>
   <location filename="ui/pages/shortcuts.py" />
   <source>{keys} belongs to “{title}”. Press other keys, or take it from there.</source>
   <translation>{keys} gehört zu „{title}“. Andere Tasten drücken oder dort wegnehmen.</translation>
  </message>
  <message>
   <location filename="ui/pages/sure.py" />
   <source>Sure?</source>
   <translation>Sicher?</translation>
  </message>
  <message>
   <location filename="ui/pages/sure.py" />
   <source>{name}: sure? Press again</source>
   <translation>{name}: sicher? Noch einmal drücken</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Data browser</source>
   <translation>Datenbrowser</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Getting started</source>
   <translation>Erste Schritte</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Hooks and their guardian</source>
   <translation>Hooks und ihr Wächter</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Layouts, commands and shortcuts</source>
   <translation>Anordnungen, Befehle und Kürzel</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Objective and priority</source>
   <translation>Ziel und Priorität</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Permissions and plans</source>
   <translation>Erlaubnisse und Pläne</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Privacy</source>
   <translation>Datenschutz</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Replies and answers</source>
   <translation>Antworten senden</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Searching the history</source>
   <translation>Den Verlauf durchsuchen</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>The agent panel</source>
   <translation>Das Agentenfeld</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>The board</source>
   <translation>Das Board</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Time machine</source>
   <translation>Zeitmaschine</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Transcripts</source>
   <translation>Transkripte</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>What Headspace does</source>
   <translation>Was Headspace tut</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>When something does not work</source>
   <translation>Wenn etwas nicht funktioniert</translation>
  </message>
  <message>
   <location filename="ui/pages/topics.py" />
   <source>Who waits, and notifications</source>
   <translation>Wer wartet, und Benachrichtigungen</translation>
  </message>
  <message>
   <location filename="ui/parts.py" />
   <source>Empty this field</source>
   <translation>Dieses Feld leeren</translation>
  </message>
  <message>
   <location filename="ui/parts.py" />
   <source>Shut</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>It has been stalled for {age}.</source>
   <translation>Stockt seit {age}.</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>It is stalled.</source>
   <translation>Stockt.</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>It waits for you.</source>
   <translation>Wartet auf Antwort.</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>It waits longest: {age}, for an answer ({what}).</source>
   <translation>Wartet am längsten: {age}, auf eine Antwort ({what}).</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>It waits longest: {age}.</source>
   <translation>Wartet am längsten: {age}.</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>Nobody waits; it has the highest priority, {score}.</source>
   <translation>Niemand wartet; hat die höchste Priorität, {score}.</translation>
  </message>
  <message>
   <location filename="ui/recommend.py" />
   <source>Nobody waits; it was active last.</source>
   <translation>Niemand wartet; war zuletzt aktiv.</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Asks to run outside of the agent program's sandbox.</source>
   <translation>Will außerhalb der Sandbox des Agentenprogramms laufen.</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Changes</source>
   <translation>Änderungen</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Changes the system: {what}</source>
   <translation>Ändert das System: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Changes what programs do by a variable: {what}</source>
   <translation>Ändert durch eine Variable, was Programme tun: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Contains code that is not understood here: {what}</source>
   <translation>Enthält Code, der hier nicht verstanden wird: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Contains signs that are not seen or that turn what is read.</source>
   <translation>Enthält Zeichen, die unsichtbar sind oder die Leserichtung wenden.</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Could not be taken apart: {what}</source>
   <translation>Ließ sich nicht zerlegen: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Deletes with all that is inside: {what}</source>
   <translation>Löscht mit allem Inhalt: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Deletes: {what}</source>
   <translation>Löscht: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Ends processes: {what}</source>
   <translation>Beendet Prozesse: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Installs</source>
   <translation>Installiert</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Is known only when it runs: {what}</source>
   <translation>Zeigt sich erst beim Ausführen: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Network</source>
   <translation>Netz</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Not known here: {what}</source>
   <translation>Hier nicht bekannt: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Only its beginning is known here.</source>
   <translation>Nur der Anfang ist hier bekannt.</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Outside the project</source>
   <translation>Außerhalb des Projekts</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Programs</source>
   <translation>Programme</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Publishes, which cannot be taken back: {what}</source>
   <translation>Veröffentlicht unwiderruflich: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Runs elsewhere: {what}</source>
   <translation>Läuft anderswo: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Runs what it is fed, unread: {what}</source>
   <translation>Führt ungelesen aus, was es bekommt: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Runs with all rights: {what}</source>
   <translation>Läuft mit allen Rechten: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Sends data away: {what}</source>
   <translation>Sendet Daten weg: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Takes data away from a database: {what}</source>
   <translation>Entfernt Daten aus einer Datenbank: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Throws away work or rewrites history: git {what}</source>
   <translation>Verwirft Arbeit oder schreibt Geschichte um: git {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Touches credentials: {what}</source>
   <translation>Berührt Zugangsdaten: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Works on disks: {what}</source>
   <translation>Arbeitet an Datenträgern: {what}</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>Writes what other programs run or obey: {what}</source>
   <translation>Schreibt, was andere Programme ausführen oder befolgen: {what}</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/risk.py" />
   <source>and %n more</source>
   <translation>
    <numerusform>und %n weitere</numerusform>
    <numerusform>und %n weitere</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>destructive</source>
   <translation>zerstörend</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>only reads</source>
   <translation>liest nur</translation>
  </message>
  <message>
   <location filename="ui/risk.py" />
   <source>writes</source>
   <translation>schreibt</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/sentence.py" />
   <source>%n running in the background</source>
   <translation>
    <numerusform>%n läuft im Hintergrund</numerusform>
    <numerusform>%n laufen im Hintergrund</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/sentence.py" />
   <source>cannot be typed to</source>
   <translation>nicht ansprechbar</translation>
  </message>
  <message>
   <location filename="ui/sentence.py" />
   <source>since</source>
   <translation>seit</translation>
  </message>
  <message>
   <location filename="ui/shell/agent_commands.py" />
   <source>Start an agent…</source>
   <translation>Agenten starten …</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>All agents are shown.</source>
   <translation>Alle Agenten sind zu sehen.</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Go on by itself</source>
   <translation>Von selbst weiter</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Next waiting</source>
   <translation>Nächster Wartender</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Nobody is recommended.</source>
   <translation>Niemand wird empfohlen.</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Nobody waits.</source>
   <translation>Niemand wartet.</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Not now: 1 hour</source>
   <translation>Nicht jetzt: 1 Stunde</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Not now: 15 minutes</source>
   <translation>Nicht jetzt: 15 Minuten</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Not now: for how long…</source>
   <translation>Nicht jetzt: wie lange …</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Not now: until tomorrow</source>
   <translation>Nicht jetzt: bis morgen</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Order by: {order}</source>
   <translation>Ordnen nach: {order}</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>This list is ordered by priority.</source>
   <translation>Diese Liste ist nach Priorität geordnet.</translation>
  </message>
  <message>
   <location filename="ui/shell/board_commands.py" />
   <source>Wait no longer with it</source>
   <translation>Nicht länger vertagen</translation>
  </message>
  <message>
   <location filename="ui/shell/commands.py" />
   <source>Layouts</source>
   <translation>Anordnungen</translation>
  </message>
  <message>
   <location filename="ui/shell/commands.py" />
   <source>Pages</source>
   <translation>Seiten</translation>
  </message>
  <message>
   <location filename="ui/shell/commands.py" />
   <source>View</source>
   <translation>Ansicht</translation>
  </message>
  <message>
   <location filename="ui/shell/commands.py" />
   <source>Who waits</source>
   <translation>Wer wartet</translation>
  </message>
  <message>
   <location filename="ui/shell/dock.py" />
   <source>Close: {title}</source>
   <translation>Schließen: {title}</translation>
  </message>
  <message>
   <location filename="ui/shell/dock.py" />
   <source>Detach or put back: {title}</source>
   <translation>Ablösen oder zurücksetzen: {title}</translation>
  </message>
  <message>
   <location filename="ui/shell/docks.py" />
   <source>The board is in front: there is no page to act on.</source>
   <translation>Das Board ist vorn: Es gibt keine Seite dafür.</translation>
  </message>
  <message>
   <location filename="ui/shell/finds.py" />
   <source>Page</source>
   <translation>Seite</translation>
  </message>
  <message>
   <location filename="ui/shell/finds.py" />
   <source>Setting</source>
   <translation>Einstellung</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Give it a name.</source>
   <translation>Einen Namen geben.</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Layout: Focus</source>
   <translation>Anordnung: Fokus</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Layout: Retro</source>
   <translation>Anordnung: Rückblick</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Layout: Review</source>
   <translation>Anordnung: Durchsicht</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Layout: Triage</source>
   <translation>Anordnung: Triage</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>The four built-in layouts keep their names.</source>
   <translation>Die vier eingebauten Anordnungen behalten ihre Namen.</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>There is a layout of this name already.</source>
   <translation>Eine Anordnung dieses Namens gibt es schon.</translation>
  </message>
  <message>
   <location filename="ui/shell/layouts.py" />
   <source>Use a layout of your own first: the built-in ones stay.</source>
   <translation>Erst eine eigene Anordnung nutzen: Die eingebauten bleiben.</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Agent</source>
   <translation>&amp;Agent</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Board</source>
   <translation>&amp;Board</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Notifications</source>
   <translation>Be&amp;nachrichtigungen</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Pages</source>
   <translation>&amp;Seiten</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;View</source>
   <translation>A&amp;nsicht</translation>
  </message>
  <message>
   <location filename="ui/shell/menus.py" />
   <source>&amp;Within a page</source>
   <translation>&amp;In einer Seite</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Command palette</source>
   <translation>Befehlspalette</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Command, agent, project, page, setting or help</source>
   <translation>Befehl, Agent, Projekt, Seite, Einstellung oder Hilfe</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Enter does it, Ctrl+Enter goes to an agent's terminal, Escape closes.</source>
   <translation>Enter führt aus, Strg+Enter geht zum Terminal eines Agenten, Escape schließt.</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Enter keeps it, Escape closes.</source>
   <translation>Enter behält es, Escape schließt.</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Found</source>
   <translation>Gefunden</translation>
  </message>
  <message>
   <location filename="ui/shell/palette.py" />
   <source>Nothing is called so.</source>
   <translation>Nichts heißt so.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>Answer it in its terminal: from here it cannot be reached.</source>
   <translation>Im Terminal antworten: Von hier ist er nicht erreichbar.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>Choose a card on the board first.</source>
   <translation>Erst eine Karte auf dem Board wählen.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It asks for no permission and shows no plan.</source>
   <translation>Er bittet um keine Erlaubnis und zeigt keinen Plan.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It cannot be typed to: {why}.</source>
   <translation>Ihm lässt sich nichts tippen: {why}.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It does not work just now.</source>
   <translation>Er arbeitet gerade nicht.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It has ended. Resume it first.</source>
   <translation>Er ist beendet. Erst fortsetzen.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It has ended; there is no terminal to go to.</source>
   <translation>Er ist beendet; es gibt kein Terminal.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It has no transcript yet.</source>
   <translation>Er hat noch kein Transkript.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It has not ended.</source>
   <translation>Er ist nicht beendet.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It is not put off.</source>
   <translation>Er ist nicht vertagt.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It ran on another machine.</source>
   <translation>Er lief auf einem anderen Rechner.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It runs in no tmux pane.</source>
   <translation>Er läuft in keiner tmux-Pane.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>It runs on another machine.</source>
   <translation>Er läuft auf einem anderen Rechner.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>Its session or its folder is not known.</source>
   <translation>Seine Sitzung oder sein Ordner ist nicht bekannt.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>Only an agent that has ended can be taken off the board.</source>
   <translation>Nur ein beendeter Agent lässt sich vom Board nehmen.</translation>
  </message>
  <message>
   <location filename="ui/shell/reasons.py" />
   <source>not known why</source>
   <translation>unbekannt, warum</translation>
  </message>
  <message>
   <location filename="ui/shell/tabs.py" />
   <source>A double click detaches it.</source>
   <translation>Ein Doppelklick löst sie heraus.</translation>
  </message>
  <message>
   <location filename="ui/shell/tabs.py" />
   <source>Open side by side</source>
   <translation>Nebeneinander geöffnet</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Close the page</source>
   <translation>Seite schließen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Colours of the system</source>
   <translation>Farben des Systems</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Columns by project</source>
   <translation>Spalten nach Projekt</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Columns by state</source>
   <translation>Spalten nach Zustand</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Delete this layout</source>
   <translation>Diese Anordnung löschen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Detach or put back</source>
   <translation>Ablösen oder zurücksetzen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Everything back in its place</source>
   <translation>Alles zurück an seinen Platz</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Find a command…</source>
   <translation>Einen Befehl finden …</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Help on this</source>
   <translation>Hilfe dazu</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Layout: {name}</source>
   <translation>Anordnung: {name}</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Mute for 1 hour</source>
   <translation>1 Stunde stumm</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Mute for 30 minutes</source>
   <translation>30 Minuten stumm</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Mute until tomorrow</source>
   <translation>Stumm bis morgen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Next page</source>
   <translation>Nächste Seite</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Notifications are on.</source>
   <translation>Benachrichtigungen sind an.</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>One list by priority</source>
   <translation>Eine Liste nach Priorität</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Previous page</source>
   <translation>Vorige Seite</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Put it back</source>
   <translation>Zurücksetzen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Rename the layout</source>
   <translation>Anordnung umbenennen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Rename this layout…</source>
   <translation>Diese Anordnung umbenennen …</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Save the layout as</source>
   <translation>Anordnung speichern als</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Save the layout as…</source>
   <translation>Anordnung speichern als …</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Show a test notification</source>
   <translation>Eine Probebenachrichtigung zeigen</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>Tell me again</source>
   <translation>Wieder melden</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>The layout is deleted</source>
   <translation>Die Anordnung ist gelöscht</translation>
  </message>
  <message>
   <location filename="ui/shell/view_commands.py" />
   <source>To the board</source>
   <translation>Zum Board</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>Last week</source>
   <translation>Letzte Woche</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>This month</source>
   <translation>Dieser Monat</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>This week</source>
   <translation>Diese Woche</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{first} to {last} {year}</source>
   <translation>{first} bis {last} {year}</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{hours} h</source>
   <translation>{hours} h</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{hours} h {minutes} min</source>
   <translation>{hours} h {minutes} min</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{minutes} min</source>
   <translation>{minutes} min</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{minutes} min {seconds} s</source>
   <translation>{minutes} min {seconds} s</translation>
  </message>
  <message>
   <location filename="ui/spans.py" />
   <source>{seconds} s</source>
   <translation>{seconds} s</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>After an answer, go to the next that waits by itself</source>
   <translation>Nach einer Antwort von selbst zum nächsten Wartenden gehen</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Catching up, at {time}</source>
   <translation>Holt auf, bei {time}</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Click to be told again</source>
   <translation>Klicken, um wieder Meldungen zu bekommen</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Go on to the next by itself</source>
   <translation>Von selbst zum Nächsten gehen</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Go to the agent that wants you most: the oldest and costliest wait (Ctrl+J)</source>
   <translation>Zum Agenten gehen, der am dringendsten wartet: am längsten und teuersten (Strg+J)</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Headspace is not measured yet</source>
   <translation>Headspace ist noch nicht gemessen</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Muted until</source>
   <translation>Stumm bis</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Not current since {time}</source>
   <translation>Nicht aktuell seit {time}</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>Not measured yet: it is made of how frustrated your words sound, and nothing reads them for that yet.</source>
   <translation>Noch nicht gemessen: Es ergibt sich daraus, wie frustriert die Worte klingen, und noch liest sie niemand darauf hin.</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>headspace not measured</source>
   <translation>Headspace nicht gemessen</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>need you</source>
   <translation>warten auf Antwort</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>stalled</source>
   <translation>stocken</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>working</source>
   <translation>arbeiten</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>{count} waiting</source>
   <translation>{count} warten</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>{count} {word}. Click to see only these.</source>
   <translation>{count} {word}. Klicken, um nur diese zu sehen.</translation>
  </message>
  <message>
   <location filename="ui/topbar.py" />
   <source>{place} of {count} waiting</source>
   <translation>{place} von {count} Wartenden</translation>
  </message>
  <message>
   <location filename="ui/transcript/export.py" />
   <source>Export the transcript</source>
   <translation>Transkript exportieren</translation>
  </message>
  <message>
   <location filename="ui/transcript/export.py" />
   <source>Markdown (*.md)</source>
   <translation>Markdown (*.md)</translation>
  </message>
  <message>
   <location filename="ui/transcript/export.py" />
   <source>Writing…</source>
   <translation>Wird geschrieben …</translation>
  </message>
  <message>
   <location filename="ui/transcript/export.py" />
   <source>Writing… %1 %</source>
   <translation>Wird geschrieben … %1 %</translation>
  </message>
  <message>
   <location filename="ui/transcript/export.py" />
   <source>Written: %1</source>
   <translation>Geschrieben: %1</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>%1 % searched</source>
   <translation>%1 % durchsucht</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>%1 of %2</source>
   <translation>%1 von %2</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Cannot be read</source>
   <translation>Nicht lesbar</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Find further down</source>
   <translation>Weiter unten finden</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Find further up</source>
   <translation>Weiter oben finden</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Find in the transcript</source>
   <translation>Im Transkript suchen</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Find in the whole transcript</source>
   <translation>Im ganzen Transkript suchen</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>Not found</source>
   <translation>Nicht gefunden</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>The next one further down</source>
   <translation>Die nächste Stelle weiter unten</translation>
  </message>
  <message>
   <location filename="ui/transcript/findbar.py" />
   <source>The next one further up</source>
   <translation>Die nächste Stelle weiter oben</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/transcript/panel.py" />
   <source>%n new ↓</source>
   <translation>
    <numerusform>%n neu ↓</numerusform>
    <numerusform>%n neu ↓</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Back to the agent</source>
   <translation>Zurück zum Agenten</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Choose a card on the board to read its transcript.</source>
   <translation>Eine Karte auf dem Board wählen, um ihr Transkript zu lesen.</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Copy all that is shown as Markdown</source>
   <translation>Alles Gezeigte als Markdown kopieren</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Copy the address</source>
   <translation>Adresse kopieren</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Copy this entry as Markdown</source>
   <translation>Diesen Eintrag als Markdown kopieren</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Export and copy</source>
   <translation>Exportieren und kopieren</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Export as Markdown…</source>
   <translation>Als Markdown exportieren …</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>From the history</source>
   <translation>Aus dem Verlauf</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Go to the end</source>
   <translation>Zum Ende gehen</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Plain view: the web view is not installed.</source>
   <translation>Einfache Ansicht: Die Webansicht ist nicht installiert.</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>Reading the transcript…</source>
   <translation>Transkript wird gelesen …</translation>
  </message>
  <message>
   <location filename="ui/transcript/panel.py" />
   <source>This agent has no transcript yet.</source>
   <translation>Dieser Agent hat noch kein Transkript.</translation>
  </message>
  <message>
   <location filename="ui/transcript/prepare.py" />
   <source>Plain view: the web view does not run as root.</source>
   <translation>Einfache Ansicht: Die Webansicht läuft nicht als root.</translation>
  </message>
  <message>
   <location filename="ui/transcript/prepare.py" />
   <source>Plain view: the web view was not locked down at the start.</source>
   <translation>Einfache Ansicht: Die Webansicht war beim Start nicht abgeriegelt.</translation>
  </message>
  <message>
   <location filename="ui/transcript/shape.py" />
   <source>Note</source>
   <translation>Notiz</translation>
  </message>
  <message>
   <location filename="ui/transcript/shape.py" />
   <source>Thinking</source>
   <translation>Denken</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/transcript/shape.py" />
   <source>… %n more characters in the file</source>
   <translation>
    <numerusform>… %n weiteres Zeichen in der Datei</numerusform>
    <numerusform>… %n weitere Zeichen in der Datei</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/transcript/web.py" />
   <source>Show what the subagent did</source>
   <translation>Zeigen, was der Subagent tat</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n done</source>
   <translation>
    <numerusform>%n fertig</numerusform>
    <numerusform>%n fertig</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n idle</source>
   <translation>
    <numerusform>%n untätig</numerusform>
    <numerusform>%n untätig</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n need you</source>
   <translation>
    <numerusform>%n wartet auf Antwort</numerusform>
    <numerusform>%n warten auf Antwort</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n stalled</source>
   <translation>
    <numerusform>%n stockt</numerusform>
    <numerusform>%n stocken</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n unknown</source>
   <translation>
    <numerusform>%n unbekannt</numerusform>
    <numerusform>%n unbekannt</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>%n working</source>
   <translation>
    <numerusform>%n arbeitet</numerusform>
    <numerusform>%n arbeiten</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>1 hour</source>
   <translation>1 Stunde</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>1 needs you</source>
   <translation>1 wartet auf Antwort</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>30 minutes</source>
   <translation>30 Minuten</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Headspace is starting</source>
   <translation>Headspace startet</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Mute</source>
   <translation>Stummschalten</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Muted until {time}</source>
   <translation>Stumm bis {time}</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>New agent in</source>
   <translation>Neuer Agent in</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>No agents</source>
   <translation>Keine Agenten</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Recommended next: {name}</source>
   <translation>Empfohlen als Nächstes: {name}</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Start agent…</source>
   <translation>Agenten starten …</translation>
  </message>
  <message>
   <location filename="ui/tray_menu.py" />
   <source>Unmute (muted until {time})</source>
   <translation>Ton an (stumm bis {time})</translation>
  </message>
  <message numerus="yes">
   <location filename="ui/tray_menu.py" />
   <source>… and %n more</source>
   <translation>
    <numerusform>… und %n weiterer</numerusform>
    <numerusform>… und %n weitere</numerusform>
   </translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>A session appears here by itself as soon as one runs. Nothing has to be set up; nothing is sent.</source>
   <translation>Eine Sitzung erscheint hier von selbst, sobald eine läuft. Nichts ist einzurichten; nichts wird gesendet.</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Everything is in place. A session appears here by itself as soon as one runs.</source>
   <translation>Alles ist bereit. Eine Sitzung erscheint hier von selbst, sobald eine läuft.</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Found on this machine</source>
   <translation>Auf diesem Rechner gefunden</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Hooks are installed: you are told at once.</source>
   <translation>Hooks sind installiert: Meldungen kommen sofort.</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>No agents yet</source>
   <translation>Noch keine Agenten</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Open the Doctor</source>
   <translation>Doctor öffnen</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>See what hooks would change…</source>
   <translation>Sehen, was Hooks ändern würden …</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Start one in a terminal</source>
   <translation>Einen im Terminal starten</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Start with the desktop, in the tray</source>
   <translation>Mit der Oberfläche starten, im Tray</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>The command that starts an agent</source>
   <translation>Der Befehl, der einen Agenten startet</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>Without hooks sessions are still seen. With them you are told at once, and can answer from here. They are lines in the agent's own settings file: every line is shown before it is written.</source>
   <translation>Auch ohne Hooks sind Sitzungen zu sehen. Mit ihnen kommen Meldungen sofort, und Antworten gehen von hier. Es sind Zeilen in der eigenen Einstellungsdatei des Agenten: Jede Zeile wird gezeigt, bevor sie geschrieben wird.</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>found</source>
   <translation>gefunden</translation>
  </message>
  <message>
   <location filename="ui/welcome.py" />
   <source>not found</source>
   <translation>nicht gefunden</translation>
  </message>
  <message>
   <location filename="ui/window.py" />
   <source>Headspace</source>
   <translation>Headspace</translation>
  </message>
  <message>
   <location filename="ui/window.py" />
   <source>That is not here any more.</source>
   <translation>Das ist nicht mehr da.</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Allowed for this session</source>
   <translation>Für diese Sitzung erlaubt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Form</source>
   <translation>Formular</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Idle</source>
   <translation>Untätig</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Not delivered</source>
   <translation>Nicht zugestellt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>On its way</source>
   <translation>Unterwegs</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Plan approved</source>
   <translation>Plan freigegeben</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Seen by the agent</source>
   <translation>Vom Agenten gesehen</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Submitted</source>
   <translation>Abgeschickt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Typed</source>
   <translation>Getippt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Unknown</source>
   <translation>Unbekannt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>Working</source>
   <translation>Arbeitet</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>a hook</source>
   <translation>ein Hook</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>asks in its text</source>
   <translation>fragt im Text</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>background</source>
   <translation>Hintergrund</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>billing</source>
   <translation>Abrechnung</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>compacting</source>
   <translation>verdichtet</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>dialog</source>
   <translation>Dialog</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>error</source>
   <translation>Fehler</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>form</source>
   <translation>Formular</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>new</source>
   <translation>neu</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>no answer</source>
   <translation>keine Antwort</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>overloaded</source>
   <translation>überlastet</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>permission</source>
   <translation>Erlaubnis</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>question</source>
   <translation>Frage</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>rate limit</source>
   <translation>Ratenlimit</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>seen</source>
   <translation>gesehen</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>signed out</source>
   <translation>abgemeldet</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>terminal gone</source>
   <translation>Terminal weg</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the clock</source>
   <translation>die Uhr</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the launcher</source>
   <translation>der Starter</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the process</source>
   <translation>der Prozess</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the session file</source>
   <translation>die Sitzungsdatei</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the status line</source>
   <translation>die Statuszeile</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the terminal pane</source>
   <translation>die Terminal-Pane</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>the transcript</source>
   <translation>das Transkript</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>thinking</source>
   <translation>denkt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>tool</source>
   <translation>Werkzeug</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>tool hangs</source>
   <translation>Werkzeug hängt</translation>
  </message>
  <message>
   <location filename="ui/words.py" />
   <source>you</source>
   <translation>die Person</translation>
  </message>
  <message>
   <source>Check its permissions, then install the hooks again. The file was not touched.</source>
   <translation type="vanished">Die Rechte prüfen, dann die Hooks erneut installieren. Die Datei blieb unberührt.</translation>
  </message>
  <message>
   <source>Mend the file at the place that is named, then install the hooks again. The file was not touched.</source>
   <translation type="vanished">Die Datei an der genannten Stelle ausbessern, dann die Hooks neu installieren. Sie blieb unberührt.</translation>
  </message>
  <message>
   <source>Not current since</source>
   <translation type="vanished">Nicht aktuell seit</translation>
  </message>
  <message>
   <source>Replies are off for this agent</source>
   <translation type="vanished">Antworten sind für diesen Agenten aus</translation>
  </message>
  <message>
   <source>Say which one by more of its id.</source>
   <translation type="vanished">Mit mehr Zeichen der ID angeben, welcher gemeint ist.</translation>
  </message>
  <message>
   <source>Search everything that was said, asked and done</source>
   <translation type="vanished">Alles durchsuchen, was gesagt, gefragt und getan wurde</translation>
  </message>
  <message>
   <source>Switched off in the file</source>
   <translation type="vanished">In der Datei abgeschaltet</translation>
  </message>
  <message>
   <source>Take `disableAllHooks` out of that file, if you want to be told at once.</source>
   <translation type="vanished">`disableAllHooks` aus der Datei nehmen, damit Meldungen sofort kommen.</translation>
  </message>
  <message>
   <source>The text is kept; look at the terminal and send it again.</source>
   <translation type="vanished">Der Text bleibt erhalten; im Terminal nachsehen und erneut senden.</translation>
  </message>
  <message>
   <source>any key may be taken: set `ui.global_shortcut`</source>
   <translation type="vanished">jede Taste ist möglich: `ui.global_shortcut` setzen</translation>
  </message>
  <message>
   <source>headspace –</source>
   <translation type="vanished">Headspace –</translation>
  </message>
  <message>
   <source>not installed in every folder</source>
   <translation type="vanished">nicht in jedem Ordner installiert</translation>
  </message>
  <message>
   <source>{1}: all hooks are switched off in this file</source>
   <translation type="vanished">{1}: In dieser Datei sind alle Hooks abgeschaltet</translation>
  </message>
 </context>
</TS>
