//! Reads what begins and ends with a keyword or a bracket.

use super::{
    cursor::{Closers, Parser},
    reserved::{Reserved, is_delimiter},
    tokens::TokenKind,
    tree::{Arm, Branch, Compound, CompoundKind, List, Node, Part, ProblemKind, Word},
    word::is_name_byte,
};

impl Parser<'_> {
    /// The compound command that begins here.
    pub(super) fn compound(&mut self) -> Node {
        let start = self.at;
        match self.nested(|this| this.compound_kind(start)) {
            Some(Some(kind)) => {
                let redirects = self.redirects();
                let range = self.range(start, self.at);
                Node::Compound(Box::new(Compound { range, kind, redirects }))
            }
            Some(None) => self.function_after_keyword(start),
            None => self.opaque(start, Vec::new()),
        }
    }

    /// `None` if it is the definition of a function.
    fn compound_kind(&mut self, start: usize) -> Option<CompoundKind> {
        let kind = match self.reserved() {
            Some(Reserved::If) => self.if_command(),
            Some(Reserved::For | Reserved::Select) => self.for_command(),
            Some(Reserved::While) => CompoundKind::While(self.loop_command(Reserved::While)),
            Some(Reserved::Until) => CompoundKind::While(self.loop_command(Reserved::Until)),
            Some(Reserved::Case) => self.case_command(),
            Some(Reserved::OpenTest) => self.test(),
            Some(Reserved::OpenBrace) => {
                self.eat(Reserved::OpenBrace);
                let body = self.until(Closers::BRACE);
                self.expect(Reserved::CloseBrace, start, 1);
                CompoundKind::Group(body)
            }
            Some(_) => return None,
            None if self.ahead(1) == b'(' && self.opens_arithmetic() => {
                CompoundKind::Arithmetic(self.brackets())
            }
            None => CompoundKind::Subshell(self.enclosed(1)),
        };
        Some(kind)
    }

    /// A list up to one of these closers, or one of a construct around this one.
    fn until(&mut self, closers: Closers) -> List {
        let outer = self.awaited;
        self.awaited = outer.and(closers);
        let list = self.list();
        self.awaited = outer;
        list
    }

    /// Moves over the reserved word that must stand here, as the word of so many bytes at `start` says.
    fn expect(&mut self, word: Reserved, start: usize, len: usize) {
        if !self.eat(word) {
            self.problem(ProblemKind::Unterminated, start, start + len);
        }
    }

    fn if_command(&mut self) -> CompoundKind {
        const BODY: Closers = Closers::ELSE.and(Closers::FI);
        let start = self.at;
        let mut branches = Vec::new();
        let mut otherwise = None;
        while self.eat(Reserved::If) || self.eat(Reserved::Elif) {
            let condition = self.until(Closers::THEN.and(BODY));
            let body = self.body(Reserved::Then, BODY);
            branches.push(Branch { condition, body });
            if self.reserved() != Some(Reserved::Elif) {
                break;
            }
        }
        if self.eat(Reserved::Else) {
            otherwise = Some(self.until(Closers::FI));
        }
        self.expect(Reserved::Fi, start, 2);
        CompoundKind::If { branches, otherwise }
    }

    fn loop_command(&mut self, keyword: Reserved) -> Branch {
        let start = self.at;
        self.eat(keyword);
        let condition = self.until(Closers::DO.and(Closers::DONE));
        Branch { condition, body: self.loop_body(start) }
    }

    /// `do …; done`
    fn loop_body(&mut self, start: usize) -> List {
        let body = self.body(Reserved::Do, Closers::DONE);
        self.expect(Reserved::Done, start, 3);
        body
    }

    /// The list behind a keyword that must stand here.
    fn body(&mut self, keyword: Reserved, closers: Closers) -> List {
        if self.eat(keyword) {
            return self.until(closers);
        }
        self.problem(ProblemKind::Missing, self.at, self.at);
        List::default()
    }

    fn for_command(&mut self) -> CompoundKind {
        let start = self.at;
        let _ = self.eat(Reserved::For) || self.eat(Reserved::Select);
        self.blanks();
        if self.starts_with("((") {
            let header = self.brackets();
            return CompoundKind::Count { header, body: self.for_body(start) };
        }
        let name = self.at;
        while is_name_byte(self.byte()) {
            self.at += 1;
        }
        let variable = (self.at > name).then(|| self.range(name, self.at));
        if let Some(range) = variable {
            self.found.marks.push((range, TokenKind::Variable));
        }
        self.newlines();
        let words = self.eat_in().then(|| self.words());
        CompoundKind::For { variable, words, body: self.for_body(start) }
    }

    /// The body of a `for`, and the separator before it.
    fn for_body(&mut self, start: usize) -> List {
        self.blanks();
        if self.byte() == b';' && !self.is_list_over() {
            self.mark(TokenKind::Operator, 1);
        }
        self.newlines();
        if self.eat(Reserved::OpenBrace) {
            let body = self.until(Closers::BRACE);
            self.expect(Reserved::CloseBrace, start, 3);
            return body;
        }
        self.loop_body(start)
    }

    /// Moves over `in`, if it stands here. It is a keyword in this place only.
    fn eat_in(&mut self) -> bool {
        let found = self.starts_with("in") && is_delimiter(self.ahead(2));
        if found {
            self.mark(TokenKind::Keyword, 2);
        }
        found
    }

    /// Words up to a separator.
    fn words(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            match self.word() {
                Some(word) => words.push(word),
                None => return words,
            }
        }
    }

    fn case_command(&mut self) -> CompoundKind {
        let start = self.at;
        self.eat(Reserved::Case);
        self.blanks();
        let subject = self.word();
        self.newlines();
        let mut arms = Vec::new();
        if self.eat_in() {
            let outer = self.awaited;
            self.awaited = outer.and(Closers::BREAK).and(Closers::ESAC);
            loop {
                self.newlines();
                if self.is_at_end() || self.reserved() == Some(Reserved::Esac) {
                    break;
                }
                arms.push(self.arm());
                let operator = [";;&", ";;", ";&"].into_iter().find(|it| self.starts_with(it));
                let Some(operator) = operator else {
                    break; // The last branch can do without; then something closes the `case`, or what is around it.
                };
                self.mark(TokenKind::Operator, operator.len());
            }
            self.awaited = outer;
        }
        self.expect(Reserved::Esac, start, 4);
        CompoundKind::Case { subject, arms }
    }

    /// One branch of a `case`.
    fn arm(&mut self) -> Arm {
        if self.byte() == b'(' {
            self.mark(TokenKind::Operator, 1);
        }
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            patterns.extend(self.word());
            self.blanks();
            if self.byte() != b'|' {
                break;
            }
            self.mark(TokenKind::Operator, 1);
        }
        if self.byte() == b')' {
            self.mark(TokenKind::Operator, 1);
        } else {
            self.problem(ProblemKind::Missing, self.at, self.at);
        }
        Arm { patterns, body: self.list() }
    }

    /// `((…))`
    fn brackets(&mut self) -> Vec<Part> {
        let start = self.at;
        self.mark(TokenKind::Operator, 2);
        let parts = self.arithmetic_parts();
        self.close_marked(start, 2, "))");
        parts
    }

    /// `[[ … ]]`. Line ends may stand in it behind operators; elsewhere, the end has been forgotten.
    fn test(&mut self) -> CompoundKind {
        let start = self.at;
        self.mark(TokenKind::Keyword, 2);
        let mut words: Vec<Word> = Vec::new();
        let mut open = 0;
        self.newlines();
        loop {
            self.blanks();
            if self.byte() == b'\n' && self.goes_on_with(b"&|)]") {
                self.newlines();
            }
            if self.starts_with("]]") && is_delimiter(self.ahead(2)) {
                self.mark(TokenKind::Keyword, 2);
                return CompoundKind::Test(words);
            }
            if self.starts_with("&&") || self.starts_with("||") {
                self.mark(TokenKind::Operator, 2);
                self.newlines();
            } else if matches!(self.byte(), b'<' | b'>') && self.ahead(1) != b'(' {
                self.mark(TokenKind::Operator, 1);
            } else if self.byte() == b'(' || self.byte() == b')' && open > 0 {
                open = if self.byte() == b'(' { open + 1 } else { open - 1 };
                self.mark(TokenKind::Operator, 1);
                self.newlines();
            } else {
                let matches = words.last().is_some_and(|word| word.text() == "=~");
                let word = if matches { self.regex() } else { self.word() };
                match word {
                    Some(word) => words.push(word),
                    None => break,
                }
            }
        }
        self.problem(ProblemKind::Unterminated, start, start + 2);
        CompoundKind::Test(words)
    }

    /// Whether the first byte behind blanks and line ends is one of these.
    fn goes_on_with(&self, bytes: &[u8]) -> bool {
        let mut rest = self.bytes[self.at..self.end].iter();
        rest.find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| bytes.contains(byte))
    }

    /// `function name …`
    fn function_after_keyword(&mut self, start: usize) -> Node {
        if !self.eat(Reserved::Function) {
            return self.opaque(start, Vec::new());
        }
        self.blanks();
        match self.word() {
            Some(name) => self.function(start, name.range),
            None => self.opaque(start, Vec::new()),
        }
    }
}
