#include "wire/proof_codec.h"

#include "codec/event_codec.h"
#include "proof/note.h"

namespace gl::wire {
namespace {

template <class List>
void write_hashes(proof::HashPath const& path, List list) {
  for (unsigned i = 0; i < list.size(); ++i) {
    list.set(i, {reinterpret_cast<unsigned char const*>(path[i].data()), path[i].size()});
  }
}

unsigned length(proof::HashPath const& path) { return static_cast<unsigned>(path.size()); }

Hash needed_hash(capnp::Data::Reader in, std::string_view field, Reading& reading) {
  auto const hash = reading.hash(in, field);
  if (!hash) reading.fail(Code::malformed, std::string{field} + " is empty: it has 32 bytes");
  return hash.value_or(Hash{});
}

proof::HashPath read_hashes(capnp::List<capnp::Data>::Reader in, std::string_view field,
                            Reading& reading) {
  if (!reading.may_read(in.size(), field, proof::path_hashes_max)) return {};
  return reading.list(in, field, [&](auto hash) { return needed_hash(hash, field, reading); });
}

void write_tree(proof::TreeHead const& tree, message::TreeHead::Builder out) {
  out.setSize(tree.size);
  put(out, &message::TreeHead::Builder::initRoot, tree.root);
}

proof::TreeHead read_tree(message::TreeHead::Reader in, std::string_view field, Reading& reading) {
  return {in.getSize(), needed_hash(in.getRoot(), field, reading)};
}

}  // namespace

void write(Checkpoint const& request, message::Checkpoint::Builder out) {
  out.setNotBefore(request.not_before.value());
}

Checkpoint read(message::Checkpoint::Reader in, Reading&) { return {Position{in.getNotBefore()}}; }

void write(InclusionProof const& request, message::InclusionProof::Builder out) {
  out.setPosition(request.position.value());
  out.setRotation(request.rotation);
}

InclusionProof read(message::InclusionProof::Reader in, Reading&) {
  return {Position{in.getPosition()}, in.getRotation()};
}

void write(ConsistencyProof const& request, message::ConsistencyProof::Builder out) {
  out.setOlder(request.older.value());
  out.setNewer(request.newer.value());
}

ConsistencyProof read(message::ConsistencyProof::Reader in, Reading&) {
  return {Position{in.getOlder()}, Position{in.getNewer()}};
}

void write(CheckpointReply const& reply, message::CheckpointReply::Builder out) {
  put(out, &message::CheckpointReply::Builder::initNote, reply.note);
  put(out, &message::CheckpointReply::Builder::initVerifierKey, reply.verifier_key);
}

CheckpointReply read(message::CheckpointReply::Reader in, Reading& reading) {
  return {reading.text(in.getNote(), proof::note_bytes_max, "note"),
          reading.text(in.getVerifierKey(), text_bytes_max, "verifierKey")};
}

void write(InclusionProofReply const& reply, message::InclusionProofReply::Builder out) {
  auto const& file = reply.file;
  put(out, &message::InclusionProofReply::Builder::initEvent, file.extra);
  out.setIndex(file.index);
  write_hashes(file.path, out.initPath(length(file.path)));
  put(out, &message::InclusionProofReply::Builder::initCheckpoint, file.checkpoint);
}

InclusionProofReply read(message::InclusionProofReply::Reader in, Reading& reading) {
  return {{.extra = reading.data(in.getEvent(), codec::event_bytes_max, "event"),
           .index = in.getIndex(),
           .path = read_hashes(in.getPath(), "path", reading),
           .checkpoint = reading.text(in.getCheckpoint(), proof::note_bytes_max, "checkpoint")}};
}

void write(ConsistencyProofReply const& reply, message::ConsistencyProofReply::Builder out) {
  auto const& file = reply.file;
  write_tree(file.older, out.initOlder());
  write_hashes(file.path, out.initPath(length(file.path)));
  write_tree(file.newer, out.initNewer());
  write_hashes(file.checkpoint_path, out.initCheckpointPath(length(file.checkpoint_path)));
  put(out, &message::ConsistencyProofReply::Builder::initCheckpoint, file.checkpoint);
}

ConsistencyProofReply read(message::ConsistencyProofReply::Reader in, Reading& reading) {
  return {{.older = read_tree(in.getOlder(), "older", reading),
           .path = read_hashes(in.getPath(), "path", reading),
           .newer = read_tree(in.getNewer(), "newer", reading),
           .checkpoint_path = read_hashes(in.getCheckpointPath(), "checkpointPath", reading),
           .checkpoint = reading.text(in.getCheckpoint(), proof::note_bytes_max, "checkpoint")}};
}

void write(RotateLogKeyReply const& reply, message::RotateLogKeyReply::Builder out) {
  using Out = message::RotateLogKeyReply::Builder;
  out.setPosition(reply.position.value());
  put(out, &Out::initRetired, reply.retired);
  put(out, &Out::initKey, reply.key);
  put(out, &Out::initCheckpoint, reply.checkpoint);
}

RotateLogKeyReply read(message::RotateLogKeyReply::Reader in, Reading& reading) {
  return {Position{in.getPosition()}, reading.text(in.getRetired(), text_bytes_max, "retired"),
          reading.text(in.getKey(), text_bytes_max, "key"),
          reading.text(in.getCheckpoint(), proof::note_bytes_max, "checkpoint")};
}

}  // namespace gl::wire
