/**
 * The clauses of 3MCP/1: what a server is held to, each under an id that the document, the checks and the tests share.
 * An id never changes its meaning and is never given again.
 *
 * A clause is shown by the sessions of the document that name it (` ```3mcp clause=MSG-1 `), by the checks in
 * `checks/`, or by every line of a run (those in WATCHED).
 */

import type { Lang } from '../protocol/codes.ts';

export interface Clause {
  readonly id: string;
  readonly says: Readonly<Record<Lang, string>>;
}

/** What holds for each line, whatever it answers; known at the end of a run. */
export const WATCHED: readonly string[] = ['LINE-1', 'REPLY-2'];

function clause(id: string, en: string, pt: string): Clause {
  return { id, says: { en, pt } };
}

export const CLAUSES: readonly Clause[] = [
  clause(
    'GREET-1',
    'The server speaks first: +ok 3MCP/1 product max-line=n auth=open|required lang=pt|en.',
    'O servidor fala primeiro: +ok 3MCP/1 produto max-line=n auth=open|required lang=pt|en.',
  ),
  clause(
    'LINE-1',
    'Lines of the server end in CR LF, have at most 8192 bytes, and are UTF-8 without controls but TAB.',
    'As linhas do servidor terminam em CR LF, têm no máximo 8192 bytes e são UTF-8 sem controles além de TAB.',
  ),
  clause('LINE-2', 'A bare LF ends a line too.', 'LF sozinho também termina uma linha.'),
  clause(
    'LINE-3',
    'In what pieces the bytes arrive makes no difference.',
    'Não importa em que pedaços os bytes chegam.',
  ),
  clause('LINE-4', 'An empty line is ignored.', 'Uma linha vazia é ignorada.'),
  clause(
    'LINE-5',
    'A line of 8192 bytes with its end is read.',
    'Uma linha de 8192 bytes, com o seu fim, é lida.',
  ),
  clause(
    'LINE-6',
    'A longer line gets one LINE-TOO-LONG, before its end, and is thrown away; the connection lives on.',
    'Uma linha mais longa recebe um LINE-TOO-LONG, antes do fim, e é descartada; a conexão continua.',
  ),
  clause(
    'LINE-7',
    'A text of 7680 bytes is taken, one of 7681 is TEXT-TOO-LONG.',
    'Um texto de 7680 bytes é aceito, um de 7681 é TEXT-TOO-LONG.',
  ),
  clause(
    'LINE-8',
    'A line that is not UTF-8 gets BAD-ENCODING without a label, and nothing else happens.',
    'Uma linha que não é UTF-8 recebe BAD-ENCODING sem rótulo, e nada mais acontece.',
  ),
  clause(
    'LINE-9',
    'A line with a control character other than TAB gets BAD-ENCODING, and nothing else happens.',
    'Uma linha com um caractere de controle além de TAB recebe BAD-ENCODING, e nada mais acontece.',
  ),
  clause(
    'LINE-10',
    'Words stand apart by spaces, one or more; a text begins after exactly one, and keeps the rest.',
    'Palavras ficam separadas por um ou mais espaços; um texto começa depois de um só, e os demais são dele.',
  ),
  clause(
    'LINE-11',
    'A verb may be written in capitals or not.',
    'Um verbo pode ser escrito em maiúsculas ou não.',
  ),
  clause(
    'LINE-12',
    'A line without an end, when the client stops sending, is thrown away.',
    'Uma linha sem fim, quando o cliente para de enviar, é descartada.',
  ),
  clause(
    'LABEL-1',
    'A label comes back in front of the reply; of a listing, in front of its first line alone.',
    'O rótulo volta à frente da resposta; de uma listagem, só à frente da primeira linha.',
  ),
  clause(
    'LABEL-2',
    'A label has 1 to 64 of A-Z a-z 0-9 _ . : -; any other is BAD-ARGUMENT, and does not come back.',
    'Um rótulo tem 1 a 64 de A-Z a-z 0-9 _ . : -; outro é BAD-ARGUMENT, e não volta.',
  ),
  clause(
    'NAME-1',
    'A name has 1 to 32 letters, digits, _ . -, the first a letter or digit; any other is NAME-INVALID.',
    'Um nome tem 1 a 32 letras, dígitos, _ . -, o primeiro letra ou dígito; outro é NAME-INVALID.',
  ),
  clause(
    'NAME-2',
    'Names are compared by NFKC and lower case, and shown as they were written.',
    'Nomes são comparados por NFKC e em minúsculas, e mostrados como foram escritos.',
  ),
  clause(
    'REPLY-1',
    'Each command gets exactly one reply, in the order of the commands, however many are under way.',
    'Cada comando recebe exatamente uma resposta, na ordem dos comandos, por mais que haja a caminho.',
  ),
  clause(
    'REPLY-2',
    'After -err stands a code of the document.',
    'Depois de -err vem um código do documento.',
  ),
  clause(
    'REPLY-3',
    'A client that stops sending gets all replies; then the server closes.',
    'Um cliente que para de enviar recebe todas as respostas; depois o servidor fecha.',
  ),
  clause('REPLY-4', 'An unknown verb is BAD-COMMAND.', 'Um verbo desconhecido é BAD-COMMAND.'),
  clause(
    'LIST-1',
    'A listing is +ok *n, n items that each begin with a verb, and a line with a single dot.',
    'Uma listagem é +ok *n, n itens que começam com um verbo, e uma linha com um só ponto.',
  ),
  clause('LIST-2', 'No event stands inside a listing.', 'Nenhum evento fica dentro de uma listagem.'),
  clause(
    'LIST-3',
    'A listing has at most 512 KiB: it stops before the item that would exceed that, and one asks for the rest.',
    'Uma listagem tem no máximo 512 KiB: para antes do item que passaria disso, e pede-se o resto.',
  ),
  clause(
    'CHECK-1',
    'Checks come in order: encoding and length, label, verb, entry, role, arguments, state.',
    'As verificações vêm em ordem: codificação e tamanho, rótulo, verbo, entrada, tipo, argumentos, estado.',
  ),
  clause(
    'CHECK-2',
    'Without CONNECT, all but CONNECT, PASS, RESUME, QUIT, PING, HELP and LANG is NOT-CONNECTED.',
    'Sem CONNECT, tudo menos CONNECT, PASS, RESUME, QUIT, PING, HELP e LANG é NOT-CONNECTED.',
  ),
  clause(
    'CHECK-3',
    'What is for attendants is FORBIDDEN to customers and members.',
    'O que é de atendentes é FORBIDDEN para consumidores e membros.',
  ),
  clause(
    'START-1',
    'The first minute: enter, wait, be served, leave.',
    'O primeiro minuto: entrar, esperar, ser atendido, sair.',
  ),
  clause('CONNECT-1', 'CONNECT enters under a name, once.', 'CONNECT entra com um nome, uma vez.'),
  clause(
    'CONNECT-2',
    'Roles are read in Portuguese and English, and written in Portuguese.',
    'Os tipos são lidos em português e inglês, e são escritos em português.',
  ),
  clause(
    'CONNECT-3',
    'The token has 22 characters of A-Z a-z 0-9 - _, and is another one for each identity.',
    'O token tem 22 caracteres de A-Z a-z 0-9 - _, e é diferente para cada identidade.',
  ),
  clause(
    'PASS-1',
    'PASS gives the password for the next CONNECT.',
    'PASS dá a senha para o próximo CONNECT.',
  ),
  clause(
    'RESUME-1',
    'RESUME brings back the identity, then what was missed after last-seq, then how things stand.',
    'RESUME traz de volta a identidade, depois o que se perdeu após last-seq, depois a situação.',
  ),
  clause(
    'RESUME-2',
    'What was missed comes once each, in order, as many as the reply says; last-seq 0 brings all.',
    'Cada evento perdido vem uma vez, em ordem, tantos quantos a resposta diz; last-seq 0 traz todos.',
  ),
  clause(
    'RESUME-3',
    'RESUME takes over a connection that is alive: that one gets QUIT TAKEN-OVER and is closed.',
    'RESUME toma o lugar de uma conexão viva: essa recebe QUIT TAKEN-OVER e é fechada.',
  ),
  clause('RESUME-4', 'After QUIT, the token is void.', 'Depois de QUIT, o token não vale mais.'),
  clause(
    'RESUME-5',
    'What was said in a room is among what was missed.',
    'O que se disse em uma sala faz parte do que se perdeu.',
  ),
  clause(
    'LOST-1',
    'Whoever connects under a lost name is somebody new.',
    'Quem entra com o nome de quem caiu é outra pessoa.',
  ),
  clause(
    'MSG-1',
    'MSG is stored and gets a seq; the other side gets it with seq, time, from, to and text.',
    'Uma mensagem é gravada e recebe um seq; o outro lado a recebe com seq, hora, de, para e texto.',
  ),
  clause(
    'MSG-2',
    'The same label with the same line is stored once, and gets the same reply again.',
    'O mesmo rótulo com a mesma linha é gravado uma vez, e recebe a mesma resposta de novo.',
  ),
  clause(
    'MSG-3',
    'Another text under a used label is a new message.',
    'Outro texto sob um rótulo usado é uma mensagem nova.',
  ),
  clause('MSG-4', 'A message is not sent back to who said it.', 'Uma mensagem não volta a quem a enviou.'),
  clause('MSG-5', 'Seqs grow over the whole server.', 'Os seqs crescem no servidor inteiro.'),
  clause(
    'MSG-6',
    'Messages arrive in the order in which they were sent.',
    'As mensagens chegam na ordem em que foram enviadas.',
  ),
  clause(
    'MSG-7',
    'A text arrives as it was sent: spaces, TAB, backslashes and every script.',
    'Um texto chega como foi enviado: espaços, TAB, barras invertidas e qualquer escrita.',
  ),
  clause('MSG-8', 'MSG to a room goes to who is in it.', 'MSG a uma sala vai a quem está nela.'),
  clause('QUIT-1', 'QUIT is answered, and the identity ends.', 'QUIT é respondido, e a identidade acaba.'),
  clause(
    'QUIT-2',
    'What was sent behind QUIT is ignored; the server closes.',
    'O que veio depois de QUIT é ignorado; o servidor fecha.',
  ),
  clause(
    'USERS-1',
    'LIST-USERS shows who is at the desk, by entry.',
    'LIST-USERS mostra quem está no balcão, por ordem de entrada.',
  ),
  clause(
    'HISTORY-1',
    'HISTORY shows messages, oldest first.',
    'HISTORY mostra mensagens, a mais antiga primeiro.',
  ),
  clause(
    'HISTORY-2',
    'HISTORY of a room is for its members, and shows notes to attendants alone.',
    'HISTORY de uma sala é dos seus membros, e mostra notas só a atendentes.',
  ),
  clause(
    'HISTORY-3',
    'Limit takes the newest, before-seq those below it; so one reads back page by page.',
    'Limit traz as mais novas, before-seq só as de seq menor; assim se lê página por página.',
  ),
  clause(
    'QUEUE-1',
    'QUEUE tells a customer the position, the length and an estimate.',
    'QUEUE diz ao consumidor a posição, o tamanho da fila e uma estimativa.',
  ),
  clause(
    'QUEUE-2',
    'The estimate comes from the last conversations.',
    'A estimativa vem das últimas conversas.',
  ),
  clause('QUEUE-3', 'QUEUE shows an attendant who waits.', 'QUEUE mostra ao atendente quem espera.'),
  clause('QUEUE-4', 'Who moves up in the line is told.', 'Quem avança na fila é avisado.'),
  clause(
    'NEXT-1',
    'NEXT takes the longest-waiting customer, with what they wrote.',
    'NEXT atende quem espera há mais tempo, com o que escreveu.',
  ),
  clause('TAKE-1', 'TAKE takes one waiting customer.', 'TAKE atende um consumidor que espera.'),
  clause(
    'RETURN-1',
    'RETURN puts a customer back into the line, for others.',
    'RETURN devolve um consumidor à fila, para outros atendentes.',
  ),
  clause(
    'TRANSFER-1',
    'TRANSFER hands a customer over, with the backlog.',
    'TRANSFER passa um consumidor adiante, com o contexto.',
  ),
  clause(
    'CLOSE-1',
    'CLOSE ends a conversation; the customer may begin another.',
    'CLOSE encerra uma conversa; o consumidor pode começar outra.',
  ),
  clause(
    'RATE-1',
    'RATE says once what a closed conversation was worth.',
    'RATE avalia, uma vez só, uma conversa encerrada.',
  ),
  clause('NOTE-1', 'NOTE writes down something about a customer.', 'NOTE anota algo sobre um consumidor.'),
  clause(
    'NOTE-2',
    'No note reaches a customer, by any way.',
    'Nenhuma nota chega a um consumidor, por caminho nenhum.',
  ),
  clause('STATUS-1', 'Nobody is assigned to who is away.', 'Ninguém é atribuído a quem está ausente.'),
  clause('DESK-1', 'Who waits longest is assigned first.', 'Quem espera há mais tempo é atendido primeiro.'),
  clause(
    'DESK-2',
    'A customer goes to the attendant who has the fewest.',
    'Um consumidor vai ao atendente que tem menos conversas.',
  ),
  clause(
    'DESK-3',
    'Two attendants never hold one customer.',
    'Dois atendentes nunca têm o mesmo consumidor.',
  ),
  clause(
    'DESK-4',
    'Past the capacity customers wait; NEXT takes the first of them all the same.',
    'Além da capacidade os consumidores esperam; NEXT atende o primeiro mesmo assim.',
  ),
  clause(
    'DESK-5',
    'When an attendant leaves, the customers wait again at their old places.',
    'Quando um atendente sai, os consumidores voltam a esperar nos lugares que tinham.',
  ),
  clause(
    'UNDO-1',
    'UNDO retracts my last message, then the one before it, and so on.',
    'UNDO desfaz a minha última mensagem, e a anterior, e assim por diante.',
  ),
  clause(
    'UNDO-2',
    'Who got what is undone is told of the UNDO, also of notes and in rooms.',
    'Quem recebeu o que se desfez é avisado do UNDO, também de notas e em salas.',
  ),
  clause('UNDO-3', 'Nobody undoes what another said.', 'Ninguém desfaz o que outro disse.'),
  clause(
    'UNDO-4',
    'What was undone is GONE in HISTORY; its text is nowhere.',
    'O que se desfez é GONE em HISTORY; o texto não fica em lugar nenhum.',
  ),
  clause(
    'TYPING-1',
    'TYPING is told to who would get the message.',
    'Quem receberia a mensagem é avisado de TYPING.',
  ),
  clause('SEEN-1', 'SEEN is told to the sender.', 'Quem enviou a mensagem é avisado de SEEN.'),
  clause('NICK-1', 'NICK changes the name of the same identity.', 'NICK troca o nome da mesma identidade.'),
  clause(
    'NICK-2',
    'Who is in a room with them is told of NICK.',
    'Quem está em uma sala com a pessoa é avisado de NICK.',
  ),
  clause(
    'JOIN-1',
    'JOIN goes into a room, made if there is none.',
    'JOIN entra em uma sala, criada se não existe.',
  ),
  clause(
    'JOIN-2',
    'Customers JOIN rooms only where the server lets them.',
    'Consumidores só entram em salas onde o servidor permite.',
  ),
  clause(
    'CREATE-1',
    'CREATE makes a room that is not there yet.',
    'CREATE cria uma sala que ainda não existe.',
  ),
  clause('LEAVE-1', 'LEAVE goes out of a room.', 'LEAVE sai de uma sala.'),
  clause(
    'ROOMS-1',
    'ROOMS shows the rooms, in the order of their making.',
    'ROOMS mostra as salas, na ordem em que foram criadas.',
  ),
  clause(
    'WHO-1',
    'WHO shows who is in a room, by joining.',
    'WHO mostra quem está em uma sala, por ordem de entrada.',
  ),
  clause(
    'ROOM-1',
    'What is said in a room reaches exactly those who are in it, but for who says it.',
    'O que se diz em uma sala chega exatamente a quem está nela, menos a quem o disse.',
  ),
  clause('ROOM-2', '#geral is always there.', '#geral existe sempre.'),
  clause(
    'SEARCH-1',
    'SEARCH finds whole words, whatever accents and case, in what one may see.',
    'SEARCH acha palavras inteiras, sem olhar acentos e maiúsculas, no que se pode ver.',
  ),
  clause('STATS-1', 'STATS shows the figures of today.', 'STATS mostra os números de hoje.'),
  clause('CANNED-1', 'CANNED lists the canned answers.', 'CANNED lista as respostas prontas.'),
  clause(
    'CANNED-2',
    'CANNED lists the answers in the order of the file.',
    'CANNED lista as respostas na ordem do arquivo.',
  ),
  clause('PING-1', 'PING is answered with its text.', 'PING é respondido com o seu texto.'),
  clause(
    'HELP-1',
    'HELP shows the commands that are open now.',
    'HELP mostra os comandos que se podem usar agora.',
  ),
  clause('LANG-1', 'LANG chooses the language of texts.', 'LANG escolhe a língua dos textos.'),
  clause(
    'PRESENCE-1',
    'The other side is told who was lost and who is back.',
    'O outro lado sabe quem caiu e quem voltou.',
  ),
  clause(
    'ERRORS-1',
    'After 100 errors in a row, with none that went well between, comes QUIT TOO-MANY-ERRORS.',
    'Depois de 100 erros seguidos, sem nenhum comando que desse certo entre eles, vem QUIT TOO-MANY-ERRORS.',
  ),
  clause(
    'LIMIT-1',
    'Past 200 commands at once some are RATE-LIMITED, each with its reply; the connection lives on.',
    'Além de 200 comandos de uma vez, alguns são RATE-LIMITED, cada um com resposta; a conexão continua.',
  ),
  clause(
    'SLOW-1',
    'Who does not read, with more than 1 MiB unsent, gets QUIT SLOW-CONSUMER; nobody else waits for that.',
    'Quem não lê, com mais de 1 MiB por enviar, recebe QUIT SLOW-CONSUMER; ninguém mais espera por isso.',
  ),
  clause(
    'ENTRY-1',
    'Who has not entered within 30 s, whatever else they said, gets QUIT ENTRY-TIMEOUT.',
    'Quem não entrou em 30 s, diga o que disser, recebe QUIT ENTRY-TIMEOUT.',
  ),
  clause(
    'IDLE-1',
    'After 60 s of silence the server says PING and a text.',
    'Depois de 60 s de silêncio o servidor diz PING e um texto.',
  ),
  clause(
    'IDLE-2',
    'Who is silent for 120 s gets QUIT IDLE, and is lost; who answered the PING is not.',
    'Quem cala por 120 s recebe QUIT IDLE, e cai; quem respondeu ao PING, não.',
  ),
  clause(
    'GRACE-1',
    'Who is lost stays for 300 s; then the identity ends: the name is free, the token void.',
    'Quem caiu fica por 300 s; depois a identidade acaba: o nome está livre, o token não vale mais.',
  ),
  clause(
    'GRACE-2',
    'A lost attendant keeps the customers for 60 s; then these wait again, and the token is void.',
    'Atendente que caiu fica com os consumidores por 60 s; depois eles voltam à fila, e o token não vale mais.',
  ),
  clause('BYE-1', 'A server that stops says QUIT SHUTDOWN.', 'Um servidor que para diz QUIT SHUTDOWN.'),
  clause('LONG-1', 'All of it, in two long sessions.', 'Tudo, em duas sessões longas.'),
];

/** Commands whose clauses are called otherwise. */
const ALSO: Readonly<Record<string, string>> = { 'LIST-USERS': 'USERS' };

/**
 * The clauses that these words name, by id, by what stands before its number, or by the command that they are about;
 * null if one of them names none.
 */
export function chosen(words: readonly string[]): Clause[] | null {
  if (words.length === 0) return [...CLAUSES];
  const wanted = words.map((word) => ALSO[word.toUpperCase()] ?? word.toUpperCase());
  const matches = (word: string, id: string) => id === word || id.replace(/-\d+$/, '') === word;
  if (!wanted.every((word) => CLAUSES.some(({ id }) => matches(word, id)))) return null;
  return CLAUSES.filter(({ id }) => wanted.some((word) => matches(word, id)));
}
