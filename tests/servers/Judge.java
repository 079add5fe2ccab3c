import org.mustangproject.validator.ZUGFeRDValidator;

/** Judges Factur-X files by Mustang: the archive page, its metadata, the XML by schema and official rules. */
public class Judge {
    public static void main(String[] files) {
        boolean all = files.length > 0;
        for (String file : files) {
            ZUGFeRDValidator judge = new ZUGFeRDValidator();
            String report = judge.validate(file);
            boolean valid = judge.wasCompletelyValid();
            all &= valid;
            System.out.println((valid ? "PASS " : "FAIL ") + file + (valid ? "" : "\n" + report));
        }
        System.exit(all ? 0 : 1);
    }
}
