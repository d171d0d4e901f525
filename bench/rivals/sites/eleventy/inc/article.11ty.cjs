const { article } = require("./pages.cjs"), { excerpt } = require("./text.cjs");
// An article that is told no excerpt has one out of its body.
module.exports = class { render(data) { return article("excerpt" in data.a ? data.a : { ...data.a, excerpt: excerpt(data.content) }); } };
