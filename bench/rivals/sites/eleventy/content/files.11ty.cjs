// Every file that is no article, each made when it is written.
module.exports = class {
  data() { return { layout: false, eleventyExcludeFromCollections: true, pagination: { data: "collections.files", size: 1, alias: "one" }, permalink: (data) => data.one.file }; }
  render(data) { return data.one.make(); }
};
