using CsCheck;

namespace Gateway.Tests.Wire.Heads;

/// <summary>Damages bytes: deletes, inserts and replaces a few.</summary>
internal static class Mutation
{
    private static readonly byte[] Structure = "{}[]\",:\\ \n\r0e-tfnu/"u8.ToArray();

    private static readonly Gen<byte> Byte = Gen.OneOf<byte>(Gen.OneOf(Structure), Gen.Byte);

    public static Gen<byte[]> Of(byte[] valid) => Of(Gen.Const(valid));

    public static Gen<byte[]> Of(Gen<byte[]> valid) =>
        Gen.Select(valid, Gen.Select(Gen.Int[0, 2], Gen.Double[0, 1], Byte).Array[1, 4]).Select((bytes, changes) =>
        {
            var list = bytes.ToList();
            foreach (var (kind, place, value) in changes)
            {
                var at = (int)(place * (list.Count - 1));
                switch (kind)
                {
                    case 0 when list.Count > 1: list.RemoveAt(at); break;
                    case 1: list.Insert(at, value); break;
                    default: list[at] = value; break;
                }
            }

            return list.ToArray();
        });
}
